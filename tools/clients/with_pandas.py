import pandas as pd

insee = pd.read_csv("ville/ssmsi-communes-paris-2016-2024.csv", dtype=str).CODGEO_2025.drop_duplicates().to_frame("code_insee")
ville = pd.read_csv("ville/voie.csv", sep=";", dtype=str)
verdicts = pd.read_parquet("donnees/voies-risques/verdicts.parquet").query("zone == 'ppri' and verdict != 'hors_zone'")
zones = pd.read_parquet("donnees/exposition/exposition.parquet").query("zone == 'ppri' and niveau == 'arrondissement'")
frais = pd.read_parquet("donnees/lieux-frais/arrondissements.parquet")
rues = ville.merge(verdicts, left_on="N_SQ_VO", right_on="n_sq_vo")
lieux = insee.merge(frais, on="code_insee").merge(zones, on="code_insee")
print(len(lieux), lieux.nb_lieux_frais.sum(), lieux.nb_habitants_vides_ouverts.sum(), len(rues))

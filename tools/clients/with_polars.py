import polars as pl

insee = pl.read_csv("ville/ssmsi-communes-paris-2016-2024.csv", infer_schema=False).select(code_insee="CODGEO_2025").unique()
ville = pl.read_csv("ville/voie.csv", separator=";", infer_schema=False)
verdicts = pl.read_parquet("donnees/voies-risques/verdicts.parquet").filter(pl.col("zone") == "ppri", pl.col("verdict") != "hors_zone")
zones = pl.read_parquet("donnees/exposition/exposition.parquet").filter(zone="ppri", niveau="arrondissement")
frais = pl.read_parquet("donnees/lieux-frais/arrondissements.parquet")
rues = ville.join(verdicts, left_on="N_SQ_VO", right_on="n_sq_vo")
lieux = insee.join(frais, on="code_insee").join(zones, on="code_insee")
print(len(lieux), lieux["nb_lieux_frais"].sum(), lieux["nb_habitants_vides_ouverts"].sum(), len(rues))

SELECT count(*), sum(nb_lieux_frais), sum(nb_habitants_vides_ouverts),
       (SELECT count(*) FROM read_csv('ville/voie.csv', delim = ';', all_varchar = true) AS ville
        JOIN 'donnees/voies-risques/verdicts.parquet' AS nous ON nous.n_sq_vo = ville.N_SQ_VO
        WHERE zone = 'ppri' AND verdict <> 'hors_zone')
FROM (SELECT DISTINCT CODGEO_2025 AS code_insee FROM read_csv('ville/ssmsi-communes-paris-2016-2024.csv', all_varchar = true))
JOIN 'donnees/lieux-frais/arrondissements.parquet' USING (code_insee)
JOIN 'donnees/exposition/exposition.parquet' AS zones USING (code_insee)
WHERE zones.zone = 'ppri' AND zones.niveau = 'arrondissement';

"""« Ma rue » and « Mon quartier »: streets, arrondissements and quartiers."""

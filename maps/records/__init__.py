"""What data/cartes.yaml declares and data/geo holds, read and checked."""

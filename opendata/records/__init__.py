"""What `data/` declares and holds of datasets, read and checked: one frozen record a noun."""

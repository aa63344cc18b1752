"""Work in independent parts, done here or by the workers of an existing Dask cluster: the same results, in the same order."""

"""A map in words: one sentence for each arrondissement, and what its page adds."""

"""Stages, outputs, progress: how a build runs. Knows nothing of risks, imports nothing of ours."""

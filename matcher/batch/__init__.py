"""Batches of contact forms: a file in, one row out for each of its lines, on one core or on a cluster."""

from matcher.batch.options import BatchOptions, BatchRefused
from matcher.batch.run import run_batch
from matcher.batch.summary import Summary

__all__ = ["BatchOptions", "BatchRefused", "Summary", "run_batch"]

"""What is measured, and against whom: `python -m benchmarks` writes benchmarks/results.md."""

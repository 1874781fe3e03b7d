"""What goes out: one report, shown on a terminal, and the words that stand for its codes."""

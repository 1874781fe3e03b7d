"""The rulebook: rules, dated parameters and facts, read from YAML and checked."""

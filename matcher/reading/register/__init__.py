"""The national register of certifications (RNCP): imported from its CSV export or XML flow, merged with ours."""

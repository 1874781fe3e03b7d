"""The ROME nomenclature of jobs, versions 3 and 4: imported from the files that France Travail publishes."""

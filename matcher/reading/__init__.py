"""Files in, models out: dossiers, contact forms, exports of the RNCP and of ROME, the bundled catalogue."""

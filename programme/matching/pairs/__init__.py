"""The best matching in pairs, its proof, and who checks it."""

"""The best matching where trios are possible, its proof, and who checks it."""

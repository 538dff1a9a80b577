"""The best pairs for a pool of people, with the proof and the reasons."""

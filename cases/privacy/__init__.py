"""Legal holds, people as privacy knows them, and what an erasure says."""

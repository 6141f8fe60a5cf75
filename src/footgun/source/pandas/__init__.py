"""pandas: what tables made in the file hold."""

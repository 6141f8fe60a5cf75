"""One self-contained page a run: networks as graphs, findings beside their source, what was not checked."""

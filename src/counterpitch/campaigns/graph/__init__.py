"""The graph of approaches: reasons combined, components, thin bridges, campaigns and their ids."""

"""The commands that look at snapshots, hand them out and tidy them; none uses the network."""

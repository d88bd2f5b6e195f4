"""Numbers over many drafts: what is counted of each, how it is grouped, and what has changed since a report."""

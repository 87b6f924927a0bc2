"""班长台席: what is out of order in the leader's units, and who is there to mend it."""

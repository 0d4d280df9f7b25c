"""Makes the first state of a gateway's document out of a document that somebody else wrote."""

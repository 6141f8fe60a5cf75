"""Numbers that follow from a network alone: the sizes it accepts, its receptive field."""

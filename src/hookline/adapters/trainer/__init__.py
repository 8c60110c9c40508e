"""The callbacks of the Trainer in hookline's loops, for `hookline.adapters.transformers`."""

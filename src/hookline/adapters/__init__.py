"""hookline's callbacks in the loops of other frameworks, and theirs in ours.

One framework a file: importing `hookline.adapters.keras` imports Keras, and nothing else does.
"""

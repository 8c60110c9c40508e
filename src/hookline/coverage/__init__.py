"""What each framework can fire of hookline's hooks: data, one framework a file.

Nothing here imports a framework, so that the tables can be read, drawn and compared where none is
installed. An adapter publishes its own as `COVERAGE`.
"""

"""`hookline check`: the mistakes that the mypy plugin reports, for people without mypy.

Nothing that is checked runs: a model of names, classes and calls is made from the syntax tree,
in modules that each import only those before them:

- `findings`, `sources`, `silence`: what is found, in which files, and what is not to be told;
- `expected`, `bindings`, `modules`, `names`: what each name stands for, across files;
- `members`, `classes`, `type_arguments`, `decorators`, `signatures`, `logs_types`: classes;
- `kinds`, `values`, `elements`, `loop_calls`, `programs`, `needs`: callbacks, and who takes them;
- `parameter_rules`, `hook_rules`, `method_rules`, `attached_rules`, `class_rules`: what is wrong
  in a class;
- `key_rules`, `validation_rules`, `history_rules`: in what is read of metrics;
- `argument_rules`, `step_rules`, `attach_rules`: in a call of a loop;
- `checking`, `importing`, `reports`: all files, and the answer.

Where the source does not tell, the check is silent: a report is meant to be right.
"""

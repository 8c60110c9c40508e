from lightgbm.basic import Booster as Booster
from lightgbm.callback import early_stopping as early_stopping
from lightgbm.callback import log_evaluation as log_evaluation
from lightgbm.callback import record_evaluation as record_evaluation
from lightgbm.callback import reset_parameter as reset_parameter

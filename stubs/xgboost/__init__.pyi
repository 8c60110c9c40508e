from xgboost.core import Booster as Booster

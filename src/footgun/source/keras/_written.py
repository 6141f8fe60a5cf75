"""What the objects of Keras take that have no shape; a name with `=` may be left out."""

from __future__ import annotations

# fmt: off
METRICS = {
    "AUC": "num_thresholds= curve= summation_method= name= dtype= thresholds= multi_label= "
        "num_labels= label_weights= from_logits=",
    "Accuracy": "name= dtype=",
    "BinaryAccuracy": "name= dtype= threshold=",
    "BinaryCrossentropy": "name= dtype= from_logits= label_smoothing=",
    "BinaryIoU": "target_class_ids= threshold= name= dtype=",
    "CategoricalAccuracy": "name= dtype=",
    "CategoricalCrossentropy": "name= dtype= from_logits= label_smoothing= axis=",
    "CategoricalHinge": "name= dtype=",
    "ConcordanceCorrelation": "name= dtype= axis=",
    "CosineSimilarity": "name= dtype= axis=",
    "F1Score": "average= threshold= name= dtype=",
    "FBetaScore": "average= beta= threshold= name= dtype=",
    "FalseNegatives": "thresholds= name= dtype=",
    "FalsePositives": "thresholds= name= dtype=",
    "Hinge": "name= dtype=",
    "IoU": "num_classes target_class_ids name= dtype= ignore_class= sparse_y_true= sparse_y_pred= axis=",
    "KLDivergence": "name= dtype=",
    "LogCoshError": "name= dtype=",
    "Mean": "name= dtype=",
    "MeanAbsoluteError": "name= dtype=",
    "MeanAbsolutePercentageError": "name= dtype=",
    "MeanIoU": "num_classes name= dtype= ignore_class= sparse_y_true= sparse_y_pred= axis=",
    "MeanMetricWrapper": "fn name= dtype= **",
    "MeanSquaredError": "name= dtype=",
    "MeanSquaredLogarithmicError": "name= dtype=",
    "Metric": "dtype= name=",
    "OneHotIoU": "num_classes target_class_ids name= dtype= ignore_class= sparse_y_pred= axis=",
    "OneHotMeanIoU": "num_classes name= dtype= ignore_class= sparse_y_pred= axis=",
    "PearsonCorrelation": "name= dtype= axis=",
    "Poisson": "name= dtype=",
    "Precision": "thresholds= top_k= class_id= name= dtype=",
    "PrecisionAtRecall": "recall num_thresholds= class_id= name= dtype=",
    "R2Score": "class_aggregation= num_regressors= name= dtype=",
    "Recall": "thresholds= top_k= class_id= name= dtype=",
    "RecallAtPrecision": "precision num_thresholds= class_id= name= dtype=",
    "RootMeanSquaredError": "name= dtype=",
    "SensitivityAtSpecificity": "specificity num_thresholds= class_id= name= dtype=",
    "SparseCategoricalAccuracy": "name= dtype=",
    "SparseCategoricalCrossentropy": "name= dtype= from_logits= ignore_class= axis=",
    "SparseTopKCategoricalAccuracy": "k= name= dtype= from_sorted_ids=",
    "SpecificityAtSensitivity": "sensitivity num_thresholds= class_id= name= dtype=",
    "SquaredHinge": "name= dtype=",
    "Sum": "name= dtype=",
    "TopKCategoricalAccuracy": "k= name= dtype=",
    "TrueNegatives": "thresholds= name= dtype=",
    "TruePositives": "thresholds= name= dtype=",
}
CALLBACKS = {
    "BackupAndRestore": "backup_dir save_freq= double_checkpoint= delete_checkpoint=",
    "CSVLogger": "filename separator= append=",
    "Callback": "",
    "CallbackList": "callbacks= add_history= add_progbar= model= **",
    "EarlyStopping": "monitor= min_delta= patience= verbose= mode= baseline= restore_best_weights= "
        "start_from_epoch=",
    "History": "",
    "LambdaCallback": "on_epoch_begin= on_epoch_end= on_train_begin= on_train_end= on_train_batch_begin= "
        "on_train_batch_end= **",
    "LearningRateScheduler": "schedule verbose=",
    "ModelCheckpoint": "filepath monitor= verbose= save_best_only= save_weights_only= mode= save_freq= "
        "initial_value_threshold=",
    "OrbaxCheckpoint": "directory monitor= verbose= save_best_only= mode= save_freq= "
        "initial_value_threshold= "
        "max_to_keep= save_on_background= save_weights_only=",
    "ProgbarLogger": "",
    "ReduceLROnPlateau": "monitor= factor= patience= verbose= mode= min_delta= cooldown= min_lr= **",
    "RemoteMonitor": "root= path= field= headers= send_as_json=",
    "SwapEMAWeights": "swap_on_epoch=",
    "TensorBoard": "log_dir= histogram_freq= write_graph= write_images= write_steps_per_second= "
        "update_freq= profile_batch= embeddings_freq= embeddings_metadata=",
    "TerminateOnNaN": "raise_error=",
}
REGULARIZERS = {
    "L1": "l1=",
    "L1L2": "l1= l2=",
    "L2": "l2=",
    "OrthogonalRegularizer": "factor= mode=",
    "Regularizer": "**",
    "l1": "l1=",
    "l1_l2": "l1= l2=",
    "l2": "l2=",
    "orthogonal_regularizer": "factor= mode=",
}
CONSTRAINTS = {
    "Constraint": "**",
    "MaxNorm": "max_value= axis=",
    "MinMaxNorm": "min_value= max_value= rate= axis=",
    "NonNeg": "**",
    "UnitNorm": "axis=",
    "max_norm": "max_value= axis=",
    "min_max_norm": "min_value= max_value= rate= axis=",
    "non_neg": "**",
    "unit_norm": "axis=",
}
SCHEDULES = {
    "CosineDecay": "initial_learning_rate decay_steps alpha= name= warmup_target= warmup_steps=",
    "CosineDecayRestarts": "initial_learning_rate first_decay_steps t_mul= m_mul= alpha= name=",
    "ExponentialDecay": "initial_learning_rate decay_steps decay_rate staircase= name=",
    "InverseTimeDecay": "initial_learning_rate decay_steps decay_rate staircase= name=",
    "LearningRateSchedule": "**",
    "PiecewiseConstantDecay": "boundaries values name=",
    "PolynomialDecay": "initial_learning_rate decay_steps end_learning_rate= power= cycle= name=",
}
# fmt: on

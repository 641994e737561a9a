"""Scales that spread the largest activations over weights, so that one scale an activation fits all of its channels.

SmoothQuant (Xiao et al. 2023, https://arxiv.org/abs/2211.10438, equation 4): what goes into a dense layer is divided by a
scale a channel, and the layer's weights are multiplied by it. In float32 the result is the same.
"""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from tokenizers import Tokenizer

# Share of the difficulty that the weights take: .7 to .8 come closest to float32 here, .5 is worse than nothing.
MIGRATION = 0.75
TINY = 1e-5


def dense_layers(model):
    """Names of the dense layers by the value that goes into them; query, key and value share theirs."""
    layers = {}
    for node in model.graph.node:
        if node.name.endswith(".product"):
            layers.setdefault(node.input[0], []).append(node.name.removesuffix(".product"))
    return layers


def largest_activations(model, values, tokenizer, sentences):
    """Largest magnitude of each channel of each value over all sentences."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_tensor_value_info(value, TensorProto.FLOAT, None) for value in values)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    largest = {value: TINY for value in values}
    for sentence in sentences:
        ids = np.array([tokenizer.encode(sentence).ids], np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        for value, found in zip(values, session.run(list(values), feeds)):
            largest[value] = np.maximum(largest[value], np.abs(found[0]).max(axis=0))
    return largest


def smoothing_scales(model, weights, tokenizer_file, sentences):
    """Scales by name of the value that they divide, each with a geometric mean of 1."""
    tokenizer = Tokenizer.from_str(tokenizer_file.decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    layers = dense_layers(model)
    scales = {}
    for value, activation in largest_activations(model, list(layers), tokenizer, sentences).items():
        weight = np.max([np.abs(weights[f"{name}.weight"]).max(axis=0) for name in layers[value]], axis=0)
        scale = activation**MIGRATION / np.maximum(weight, TINY) ** (1 - MIGRATION)
        scales[value] = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
    return scales

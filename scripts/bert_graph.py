"""Writes a BERT encoder as an ONNX graph, straight from its weights (Devlin et al. 2019; no framework needed).

Inputs `input_ids`, `attention_mask`, `token_type_ids`: int64 [batch, sequence]. Output `token_embeddings`: float32
[batch, sequence, hidden], of each token three quarters of what the last layer says and a quarter of what the middle one
does. These are the names that sentence-transformers' own exports use.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 10
MASKED = -1e9
# The last layer was trained to make paraphrases alike, and forgets some of how a thing was said; the middle one has it.
# Their vectors are about as long as each other. docs/adr/0021-middle-layer.md compares shares and layers.
MIDDLE_SHARE = 0.25


class Graph:
    """Collects nodes and constants; every method answers the name of the value it made."""

    def __init__(self, weights, scales):
        self.weights = weights
        self.scales = scales
        self.nodes = []
        self.constants = {}

    def constant(self, name, array):
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def weight(self, name):
        return self.constant(name, self.weights[name].astype(np.float32))

    def node(self, operator, inputs, output, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def linear(self, value, name):
        """Torch keeps a dense layer's weight as [out, in]; ONNX multiplies from the right, so it is turned here."""
        turned = self.weights[f"{name}.weight"].T.astype(np.float32)
        if value in self.scales:
            turned = turned * self.scales[value][:, None]
            value = self.smoothed(value)
        product = self.node("MatMul", [value, self.constant(f"{name}.weight.T", turned)], f"{name}.product")
        return self.node("Add", [product, self.weight(f"{name}.bias")], f"{name}.sum")

    def smoothed(self, value):
        name = f"{value}.smoothed"
        share = f"{name}.share"
        if share not in self.constants:
            self.node("Mul", [value, self.constant(share, 1 / self.scales[value])], name)
        return name

    def layer_norm(self, value, name, epsilon):
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", [value, scale, shift], f"{name}.normal", epsilon=epsilon)


def embeddings(graph, config):
    zero = graph.constant("zero", np.array([0], np.int64))
    length = graph.node("Shape", ["input_ids"], "length", start=1, end=2)
    words = graph.node("Gather", [graph.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
    positions = graph.weight("embeddings.position_embeddings.weight")
    positions = graph.node("Slice", [positions, zero, length, zero], "positions")
    types = graph.node("Gather", [graph.weight("embeddings.token_type_embeddings.weight"), "token_type_ids"], "types")
    total = graph.node("Add", [graph.node("Add", [words, positions], "words_and_positions"), types], "embedded")
    return graph.layer_norm(total, "embeddings.LayerNorm", config["layer_norm_eps"])


def attention_bias(graph):
    """0 where a token may be read and a very low number where it is padding: [batch, 1, 1, sequence]."""
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    absent = graph.node("Sub", [graph.constant("one", np.array(1, np.float32)), mask], "absent")
    low = graph.node("Mul", [absent, graph.constant("masked", np.array(MASKED, np.float32))], "low")
    return graph.node("Unsqueeze", [low, graph.constant("axes_1_2", np.array([1, 2], np.int64))], "attention_bias")


def attention(graph, config, value, prefix, bias):
    heads = config["num_attention_heads"]
    width = config["hidden_size"] // heads
    split = graph.constant("split_heads", np.array([0, 0, heads, width], np.int64))
    join = graph.constant("join_heads", np.array([0, 0, config["hidden_size"]], np.int64))
    scale = graph.constant("attention_scale", np.array(1 / np.sqrt(width), np.float32))

    def projected(part, order):
        by_head = graph.node("Reshape", [graph.linear(value, f"{prefix}.self.{part}"), split], f"{prefix}.{part}.heads")
        return graph.node("Transpose", [by_head], f"{prefix}.{part}", perm=order)

    query, key = projected("query", [0, 2, 1, 3]), projected("key", [0, 2, 3, 1])
    content = projected("value", [0, 2, 1, 3])
    scores = graph.node("Mul", [graph.node("MatMul", [query, key], f"{prefix}.dots"), scale], f"{prefix}.scaled")
    scores = graph.node("Add", [scores, bias], f"{prefix}.scores")
    shares = graph.node("Softmax", [scores], f"{prefix}.shares", axis=-1)
    mixed = graph.node("MatMul", [shares, content], f"{prefix}.mixed")
    mixed = graph.node("Transpose", [mixed], f"{prefix}.mixed_back", perm=[0, 2, 1, 3])
    return graph.linear(graph.node("Reshape", [mixed, join], f"{prefix}.joined"), f"{prefix}.output.dense")


def layer(graph, config, value, index, bias):
    prefix, epsilon = f"encoder.layer.{index}", config["layer_norm_eps"]
    attended = attention(graph, config, value, f"{prefix}.attention", bias)
    attended = graph.node("Add", [attended, value], f"{prefix}.attention.residual")
    attended = graph.layer_norm(attended, f"{prefix}.attention.output.LayerNorm", epsilon)
    inner = graph.linear(attended, f"{prefix}.intermediate.dense")
    inner = graph.node("Gelu", [inner], f"{prefix}.gelu", approximate="none")
    outer = graph.linear(inner, f"{prefix}.output.dense")
    outer = graph.node("Add", [outer, attended], f"{prefix}.residual")
    return graph.layer_norm(outer, f"{prefix}.output.LayerNorm", epsilon)


def mixed_layers(graph, middle, last, output):
    def share(value, name, of_all):
        return graph.node("Mul", [value, graph.constant(f"{name}_share", np.array(of_all, np.float32))], f"{name}_part")

    parts = [share(last, "last", 1 - MIDDLE_SHARE), share(middle, "middle", MIDDLE_SHARE)]
    return graph.node("Add", parts, output)


def bert_graph(weights, config, scales=None):
    """The model in float32 as an `onnx.ModelProto`, from torch's names of weights and the model's `config.json`.

    With `scales` of values that go into dense layers, these are divided by them and the layers' weights multiplied.
    """
    graph = Graph(weights, scales or {})
    value, bias = embeddings(graph, config), attention_bias(graph)
    layers = []
    for index in range(config["num_hidden_layers"]):
        value = layer(graph, config, value, index, bias)
        layers.append(value)
    mixed_layers(graph, layers[len(layers) // 2 - 1], value, "token_embeddings")
    shape = ["batch", "sequence"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    result = helper.make_tensor_value_info("token_embeddings", TensorProto.FLOAT, [*shape, config["hidden_size"]])
    body = helper.make_graph(graph.nodes, "bert", inputs, [result], list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model

#!/usr/bin/env python3
"""Makes models/detector.rten and models/landmarks.rten from the vendor's npm packages.

Run once by whoever changes the models; the results are committed. The same inputs and tools give the
same bytes.

    python3 -m venv venv
    venv/bin/pip install numpy==2.4.6 flatbuffers==25.12.19 tflite==2.18.0 onnx==1.23.2 \
        onnxruntime==1.31.1 ai-edge-litert==2.3.0 rten-convert==0.22.0
    npm pack @mediapipe/face_detection@0.4.1657300184 @mediapipe/face_mesh@0.4.1657299874
    venv/bin/python shared/vision/scripts/convert_models.py FOLDER-WITH-THE-TWO-TGZ

What it does: checks the packages by hash, takes the two TensorFlow Lite files out of them, translates
their nine operators to ONNX, compares both on random input with the vendor's own runtime (LiteRT), and
writes the format of rten 0.27. Weights are stored as half-precision numbers by the vendor; widened to
single precision here they compress to the same size. Relu is written as LeakyRelu with slope 0, which
is the same function, because rten runs that one with SIMD instructions.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import tflite
from ai_edge_litert.interpreter import Interpreter
from onnx import TensorProto, helper, numpy_helper

MODELS = Path(__file__).resolve().parent.parent / "models"

SOURCES = [
    {
        "package": "mediapipe-face_detection-0.4.1657300184.tgz",
        "package_sha256": "a118cde74923dc4435257fbfbb613464a0f58d115dff6314d4ff96c8aebf6419",
        "member": "package/face_detection_short_range.tflite",
        "bytes": slice(None),
        "sha256": "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633",
        "result": "detector.rten",
    },
    {
        "package": "mediapipe-face_mesh-0.4.1657299874.tgz",
        "package_sha256": "c08a7e0742a326285da666cf81d77c8b6f3a181a2ee948cadaf166008e0d3bc7",
        "member": "package/face_mesh_solution_packed_assets.data",
        # face_landmark.tflite, as the package's loader script says.
        "bytes": slice(2495952, 3737848),
        "sha256": "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1",
        "result": "landmarks.rten",
    },
]

# Largest difference from LiteRT that is accepted, on outputs that reach about 160.
TOLERANCE = 5e-4

OPERATORS = {
    code: name for name, code in vars(tflite.BuiltinOperator).items() if isinstance(code, int)
}
NUMBERS = {0: np.float32, 1: np.float16, 2: np.int32}


def checked(content, sha256, name):
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise SystemExit(f"{name}: sha256 is {found}, expected {sha256}")
    return content


def read_source(folder, source):
    package = Path(folder) / source["package"]
    checked(package.read_bytes(), source["package_sha256"], package.name)
    with tarfile.open(package) as archive:
        content = archive.extractfile(source["member"]).read()[source["bytes"]]
    return checked(content, source["sha256"], source["member"])


class Translator:
    """One TensorFlow Lite graph on its way to ONNX: channels last on the left, first on the right."""

    def __init__(self, content):
        self.model = tflite.Model.GetRootAsModel(content, 0)
        self.graph = self.model.Subgraphs(0)
        self.nodes, self.weights = [], []
        self.constants = {}
        # Tensor index to the ONNX name and whether its channels come first.
        self.names = {}

    def shape(self, index):
        return [int(side) for side in self.graph.Tensors(index).ShapeAsNumpy()]

    def constant(self, index):
        if index in self.constants:
            return self.constants[index]
        tensor = self.graph.Tensors(index)
        raw = self.model.Buffers(tensor.Buffer()).DataAsNumpy().tobytes()
        return np.frombuffer(raw, NUMBERS[tensor.Type()]).reshape(self.shape(index))

    def weight(self, array):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator, inputs, **attributes):
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def relu(self, name):
        return self.add("LeakyRelu", [name], alpha=0.0)

    def activated(self, name, activation):
        if activation not in (0, 1):
            raise SystemExit(f"activation {activation} is not known")
        return self.relu(name) if activation == 1 else name

    def padding(self, options, index, kernel):
        """Pads in the order of ONNX; the second kind of TensorFlow pads nothing."""
        if options.Padding() != 0:
            return [0, 0, 0, 0]
        strides = (options.StrideH(), options.StrideW())
        begins, ends = [], []
        for length, size, stride in zip(self.shape(index)[1:3], kernel, strides):
            total = max((-(-length // stride) - 1) * stride + size - length, 0)
            begins.append(total // 2)
            ends.append(total - total // 2)
        return begins + ends

    def convolution(self, operator, options, inputs, output):
        kernels, bias = self.constant(inputs[1]), self.constant(inputs[2])
        kernel = list(kernels.shape[1:3])
        if operator == "CONV_2D":
            kernels, groups = kernels.transpose(0, 3, 1, 2), 1
        else:
            groups = kernels.shape[3]
            kernels = kernels.transpose(3, 0, 1, 2)
        name = self.add(
            "Conv",
            [self.names[inputs[0]][0], self.weight(kernels), self.weight(bias)],
            kernel_shape=kernel,
            strides=[options.StrideH(), options.StrideW()],
            pads=self.padding(options, inputs[0], kernel),
            group=groups,
        )
        name = self.activated(name, options.FusedActivationFunction())
        self.names[output] = (name, True)

    def pool(self, options, inputs, output):
        kernel = [options.FilterHeight(), options.FilterWidth()]
        name = self.add(
            "MaxPool",
            [self.names[inputs[0]][0]],
            kernel_shape=kernel,
            strides=[options.StrideH(), options.StrideW()],
            pads=self.padding(options, inputs[0], kernel),
        )
        self.names[output] = (name, True)

    def pad(self, inputs, output):
        pads = self.constant(inputs[1])[[0, 3, 1, 2]]
        pads = np.concatenate([pads[:, 0], pads[:, 1]]).astype(np.int64)
        inputs = [self.names[inputs[0]][0], self.weight(pads), self.weight(np.float32(0))]
        self.names[output] = (self.add("Pad", inputs, mode="constant"), True)

    def reshape(self, inputs, output):
        name, channels_first = self.names[inputs[0]]
        if channels_first:
            name = self.add("Transpose", [name], perm=[0, 2, 3, 1])
        shape = self.weight(np.array(self.shape(output), np.int64))
        self.names[output] = (self.add("Reshape", [name, shape]), False)

    def step(self, operator, inputs, output, table):
        def options(kind):
            read = kind()
            read.Init(table.Bytes, table.Pos)
            return read

        if operator == "DEQUANTIZE":
            self.constants[output] = self.constant(inputs[0]).astype(np.float32)
        elif operator == "CONV_2D":
            self.convolution(operator, options(tflite.Conv2DOptions), inputs, output)
        elif operator == "DEPTHWISE_CONV_2D":
            self.convolution(operator, options(tflite.DepthwiseConv2DOptions), inputs, output)
        elif operator == "RELU":
            self.names[output] = (self.relu(self.names[inputs[0]][0]), True)
        elif operator == "PRELU":
            slopes = self.weight(self.constant(inputs[1]).reshape(-1, 1, 1))
            self.names[output] = (self.add("PRelu", [self.names[inputs[0]][0], slopes]), True)
        elif operator == "ADD":
            name = self.add("Add", [self.names[index][0] for index in inputs])
            activation = options(tflite.AddOptions).FusedActivationFunction()
            self.names[output] = (self.activated(name, activation), True)
        elif operator == "MAX_POOL_2D":
            self.pool(options(tflite.Pool2DOptions), inputs, output)
        elif operator == "PAD":
            self.pad(inputs, output)
        elif operator == "RESHAPE":
            self.reshape(inputs, output)
        elif operator == "CONCATENATION":
            axis = options(tflite.ConcatenationOptions).Axis()
            names = [self.names[index][0] for index in inputs]
            self.names[output] = (self.add("Concat", names, axis=axis), False)
        else:
            raise SystemExit(f"operator {operator} is not known")

    def translate(self):
        graph = self.graph
        first = graph.Inputs(0)
        self.names[first] = (self.add("Transpose", ["input"], perm=[0, 3, 1, 2]), True)
        for number in range(graph.OperatorsLength()):
            node = graph.Operators(number)
            code = self.model.OperatorCodes(node.OpcodeIndex())
            operator = OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
            inputs = [node.Inputs(index) for index in range(node.InputsLength())]
            self.step(operator, inputs, node.Outputs(0), node.BuiltinOptions())
        outputs = []
        for number in range(graph.OutputsLength()):
            index = graph.Outputs(number)
            name, channels_first = self.names[index]
            shape = self.shape(index)
            if channels_first:
                shape = [shape[0], shape[3], shape[1], shape[2]]
            self.nodes.append(helper.make_node("Identity", [name], [f"out{number}"]))
            outputs.append(
                helper.make_tensor_value_info(f"out{number}", TensorProto.FLOAT, shape)
            )
        picture = helper.make_tensor_value_info("input", TensorProto.FLOAT, self.shape(first))
        made = helper.make_graph(self.nodes, "face", [picture], outputs, self.weights)
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        return onnx.shape_inference.infer_shapes(model)


def compare(content, model, name):
    """Both runtimes on the same random input; stops on a difference."""
    vendor = Interpreter(model_content=content, num_threads=1)
    vendor.allocate_tensors()
    entry = vendor.get_input_details()[0]
    picture = np.random.RandomState(0).rand(*entry["shape"]).astype(np.float32)
    vendor.set_tensor(entry["index"], picture)
    vendor.invoke()
    expected = [vendor.get_tensor(output["index"]) for output in vendor.get_output_details()]
    session = onnxruntime.InferenceSession(model.SerializeToString())
    for wanted, found in zip(expected, session.run(None, {"input": picture}), strict=True):
        difference = float(np.abs(wanted.ravel() - found.ravel()).max())
        print(f"{name}: {wanted.size} numbers, largest difference {difference:.1e}")
        if difference > TOLERANCE:
            raise SystemExit(f"{name}: differs from the vendor's runtime")


def main(folder):
    for source in SOURCES:
        content = read_source(folder, source)
        model = Translator(content).translate()
        compare(content, model, source["result"])
        with tempfile.TemporaryDirectory() as scratch:
            onnx_file = Path(scratch) / "model.onnx"
            onnx.save(model, onnx_file)
            result = MODELS / source["result"]
            converter = Path(sys.executable).parent / "rten-convert"
            subprocess.run([converter, onnx_file, result], check=True)


if __name__ == "__main__":
    main(sys.argv[1])

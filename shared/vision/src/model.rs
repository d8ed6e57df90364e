//! Loading and running the two networks.
//!
//! The files under `models/` are part of the program, so their content is trusted; a file of another
//! shape is an error, never a panic.

use std::fmt;

use rten::{Model, ModelOptions, NodeId, ValueOrView, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::detector::Detector;
use crate::landmarks::Landmarks;

/// Both networks, as the server holds them.
#[derive(Debug)]
pub struct Models {
    pub detector: Detector,
    pub landmarks: Landmarks,
}

impl Models {
    /// Loads `detector.rten` and `landmarks.rten`.
    pub fn load(detector: Vec<u8>, landmarks: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Self {
            detector: Detector::load(detector)?,
            landmarks: Landmarks::load(landmarks)?,
        })
    }
}

/// A network could not be loaded or run: the file is not the one this program was made for.
#[derive(Debug)]
pub struct ModelError(String);

impl fmt::Display for ModelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "face model: {}", self.0)
    }
}

impl std::error::Error for ModelError {}

fn wrong(cause: impl fmt::Display) -> ModelError {
    ModelError(cause.to_string())
}

/// One network: a square colour picture in, two lists of numbers out.
pub(crate) struct Network {
    model: Model,
    input: NodeId,
    outputs: [NodeId; 2],
    side: usize,
    lengths: [usize; 2],
}

impl fmt::Debug for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Network")
            .field("side", &self.side)
            .finish_non_exhaustive()
    }
}

impl Network {
    /// Only the operators that the two files use, so that the linker leaves the rest out.
    pub(crate) fn load(
        bytes: Vec<u8>,
        side: usize,
        lengths: [usize; 2],
    ) -> Result<Self, ModelError> {
        let operators = op_registry!(
            Add, Concat, Conv, Identity, LeakyRelu, MaxPool, Pad, PRelu, Reshape, Transpose
        );
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load(bytes)
            .map_err(wrong)?;
        let &[input] = model.input_ids() else {
            return Err(wrong("expected one input"));
        };
        let &[first, second] = model.output_ids() else {
            return Err(wrong("expected two outputs"));
        };
        Ok(Self {
            model,
            input,
            outputs: [first, second],
            side,
            lengths,
        })
    }

    /// Runs on `side` x `side` pixels of RGB, already scaled to what the network wants.
    pub(crate) fn run(&self, pixels: Vec<f32>) -> Result<[Vec<f32>; 2], ModelError> {
        let picture = NdTensor::try_from_data([1, self.side, self.side, 3], pixels)
            .map_err(|_| wrong("wrong number of pixels"))?;
        let inputs = vec![(self.input, ValueOrView::from(picture))];
        let [first, second] = self
            .model
            .run_n(inputs, self.outputs, None)
            .map_err(wrong)?;
        let numbers = |value: rten::Value, length: usize| {
            let tensor = value
                .into_tensor::<f32>()
                .ok_or_else(|| wrong("not numbers"))?;
            let data = tensor.to_vec();
            if data.len() == length {
                Ok(data)
            } else {
                Err(wrong(format!(
                    "{} numbers in place of {length}",
                    data.len()
                )))
            }
        };
        Ok([
            numbers(first, self.lengths[0])?,
            numbers(second, self.lengths[1])?,
        ])
    }
}

/// From a logit to a probability.
pub(crate) fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

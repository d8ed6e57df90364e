//! Reads what nobody read of a request's body before the answer goes out. A connection that is
//! answered and closed in the middle of an upload is reset, and the person never sees the answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

/// Most bytes that are read for nobody; whoever sends more is cut off.
const MOST: usize = 16 * 1024 * 1024;

/// The body of a request, held by the outermost layer as well as by its handler.
#[derive(Clone)]
pub(crate) struct Kept(Arc<Mutex<Body>>);

impl Kept {
    pub(crate) fn new(body: Body) -> Self {
        Self(Arc::new(Mutex::new(body)))
    }

    fn lock(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads and forgets what is left.
    pub(crate) async fn drain(self) {
        let mut read = 0;
        while read < MOST {
            let frame = std::future::poll_fn(|task| Pin::new(&mut *self.lock()).poll_frame(task));
            let Some(Ok(frame)) = frame.await else { return };
            read += frame.data_ref().map_or(0, Bytes::len);
        }
    }
}

impl HttpBody for Kept {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *self.lock()).poll_frame(task)
    }

    fn is_end_stream(&self) -> bool {
        self.lock().is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.lock().size_hint()
    }
}

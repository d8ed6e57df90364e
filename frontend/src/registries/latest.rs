//! One request at a time: a newer one drops the older, which aborts it. Answers never arrive in
//! another order than questions, and a slow line carries no question that nobody waits for.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use leptos::task::spawn_local;

type Running = Rc<RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>>;

/// The newest request. Dropping this drops the request.
#[derive(Default)]
pub(super) struct Latest(RefCell<Running>);

impl Latest {
    /// Drops what is under way and begins this.
    pub(super) fn begin(&self, request: impl Future<Output = ()> + 'static) {
        let running: Running = Rc::new(RefCell::new(Some(Box::pin(request))));
        stop(&self.0.replace(running.clone()));
        spawn_local(poll_fn(move |context| {
            let Ok(mut request) = running.try_borrow_mut() else {
                return Poll::Ready(());
            };
            match request.as_mut() {
                Some(request) => request.as_mut().poll(context),
                None => Poll::Ready(()),
            }
        }));
    }
}

impl Drop for Latest {
    fn drop(&mut self) {
        stop(&self.0.borrow());
    }
}

/// A request that stops itself is at its end anyway.
fn stop(running: &Running) {
    if let Ok(mut request) = running.try_borrow_mut() {
        drop(request.take());
    }
}

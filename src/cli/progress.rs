//! How far a long run has come, for who waits at a terminal.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::messages::{Arguments, Catalogue};

/// A run that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the bar moves while no file is done.
const TICK: Duration = Duration::from_millis(250);

/// Who may see the progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    /// A person, if standard error is a terminal.
    ByTerminal,
    /// Nobody.
    ByNobody,
}

/// A bar on standard error, once a run has lasted a second.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    /// The thread that waits for the second to pass, and what ends its wait.
    waiting: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to count seconds.
    pub(super) fn begin(watched: Watched, catalogue: &Catalogue) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_message(catalogue.text("progress-checking", &Arguments::new()));
        dress(&bar, "{msg} {spinner}");
        let is_watched = watched == Watched::ByTerminal && io::stderr().is_terminal();
        let waiting = is_watched.then(|| {
            let (ended, end) = mpsc::channel();
            let bar = bar.clone();
            let wait = move || {
                if end.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            };
            (ended, thread::spawn(wait))
        });
        Self { bar, waiting }
    }

    /// Says how many files there are.
    pub(super) fn expect(&self, files: usize) {
        self.bar.set_length(files as u64);
        dress(&self.bar, "{msg} [{bar:30}] {pos}/{len}");
    }

    /// One more file is done.
    pub(super) fn advance(&self) {
        self.bar.inc(1);
    }

    /// The bar itself, for who must clear it.
    pub(super) fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }
}

/// Gives a bar its looks; a template is sound as long as its braces close.
fn dress(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> ").tick_chars("|/-\\ "));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((ended, thread)) = self.waiting.take() {
            drop(ended);
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

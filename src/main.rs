//! Arguments in, exit status out.

use std::process::ExitCode;

/// A post becomes thousands of small nodes, and the system's allocator would
/// take a tenth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kanwu::cli::run(std::env::args_os())
}

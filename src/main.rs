//! Arguments in, exit status out.

use std::process::ExitCode;

/// A post becomes thousands of small nodes, which the system's allocator is slow
/// to make and to free.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kanwu::cli::run(std::env::args_os())
}

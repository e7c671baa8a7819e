//! The server, spoken to over a connection in memory and as a program.

mod client;
mod configuration;
mod findings;
mod fixes;
mod input;
mod lifecycle;
mod links;
mod pages;
mod places;

//! Ports for servers that want to be told a number. Two rigs at the same time never get the same.

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result};

/// A gateway uses ports near its own for other things; OpenClaw's docs advise 20 between two.
const STRIDE: u16 = 20;
/// Below the range from which Linux takes the ports of outgoing connections (32768 and up).
const RANGE: std::ops::Range<u16> = 1000..1600;

/// A port that is this process's to give to a server, until it is dropped. The claim is a
/// listening socket on the last port of the stride: the kernel grants it once and takes it back
/// when the process ends, however it ends.
#[derive(Debug)]
pub struct Lease {
    port: u16,
    _claim: TcpListener,
}

impl Lease {
    /// Claims a stride of ports and gives the first of it.
    ///
    /// # Errors
    /// When all of them are taken.
    pub fn new() -> Result<Self> {
        let first = std::process::id() as u16 % RANGE.len() as u16;
        let strides = RANGE.len() as u16;
        (0..strides)
            .map(|step| (RANGE.start + (first + step) % strides) * STRIDE)
            .find_map(Self::claim)
            .context("no free port for a test server")
    }

    fn claim(port: u16) -> Option<Self> {
        let claim = TcpListener::bind((Ipv4Addr::LOCALHOST, port + STRIDE - 1)).ok()?;
        // Somebody else's server may stand there all the same.
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?;
        Some(Self { port, _claim: claim })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_given_twice() {
        let leases: Vec<Lease> = (0..20).map(|_| Lease::new().unwrap()).collect();
        let ports: std::collections::HashSet<u16> = leases.iter().map(Lease::port).collect();
        assert_eq!(ports.len(), 20);
        for port in ports {
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        }
    }
}

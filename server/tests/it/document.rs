//! `docs/protocol.md`, from outside: a client that was written from it works, and no path is missing in it.

use std::{io::Write, path::PathBuf, process::Stdio};

use tokio::{process::Command, time::timeout};

use crate::support::{PATIENCE, TestApp};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_written_from_the_document_works() {
    if !has_python().await {
        let why = "there is no python3 of 3.11 or newer for docs/examples/client.py";
        assert!(!is_strict(), "{why}");
        // Past the harness, which keeps what a test prints to itself as long as it passes.
        let _ = writeln!(std::io::stderr().lock(), "\nSKIPPED: {why}.");
        return;
    }
    // Within the limits that everybody has.
    let app = TestApp::start_with(|config| config.rates.factor = 1.0).await;
    let run = Command::new("python3")
        .arg(root().join("docs/examples/client.py"))
        .arg(format!("http://{}", app.address))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(2 * PATIENCE, run)
        .await
        .expect("the client ends")
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{complaint}");
    assert!(told.contains("All was as the document says."), "{told}");
}

async fn has_python() -> bool {
    Command::new("python3")
        .args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"])
        .stdin(Stdio::null())
        .output()
        .await
        .is_ok_and(|output| output.status.success())
}

fn is_strict() -> bool {
    std::env::var_os("MOODLIGHT_STRICT").is_some_and(|value| !value.is_empty())
}

#[test]
fn every_path_has_its_line() {
    let document = std::fs::read_to_string(root().join("docs/protocol.md")).unwrap();
    let mut paths = 0;
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        assert_eq!(method, http::Method::POST, "{path}");
        let name = path.strip_prefix("/api/ui/").unwrap();
        let row = |name: &str| {
            let start = format!("| `{name}` |");
            document.lines().any(|line| line.starts_with(&start))
        };
        assert!(
            row(name) || row(path),
            "docs/protocol.md has no row for {path}"
        );
        paths += 1;
    }
    assert!(paths > 25, "{paths}");
    for source in ["router.rs", "health.rs", "api/mod.rs"] {
        let file = root().join("server/src/http").join(source);
        for path in routes(&std::fs::read_to_string(file).unwrap()) {
            assert!(
                document.contains(&format!(" {path}` |")),
                "docs/protocol.md has no row for {path}"
            );
            paths += 1;
        }
    }
    assert!(paths > 30, "{paths}");
}

/// The paths of a router's source, but those for whatever is not there.
fn routes(source: &str) -> Vec<&str> {
    source
        .split(".route(")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|path| !path.contains('{'))
        .collect()
}

//! Signing up, in and out; one's own account and devices.

use domain::SignInId;
use leptos::prelude::*;
use protocol::accounts::{Account, Bootstrap, Device};

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, backend, parts, set_cookie, viewer};

/// Makes an account, signs it in and goes to the dashboard. Plain fields, so that it works as an HTML form.
#[server(prefix = "/api/ui", endpoint = "sign-up")]
pub async fn sign_up(
    first_name: String,
    last_name: String,
    username: String,
    email: String,
    password: String,
    #[server(default)] invitation: String,
    #[server(default)] setup_code: String,
) -> Answer<()> {
    let body = protocol::accounts::SignUp {
        first_name,
        last_name,
        username,
        email,
        password,
        invitation,
        setup_code,
    };
    let cookie = answer(backend()?.accounts.sign_up(&parts()?, body).await)?;
    set_cookie(&cookie);
    leptos_axum::redirect("/");
    Ok(())
}

/// Signs in and goes to the dashboard.
#[server(prefix = "/api/ui", endpoint = "sign-in")]
pub async fn sign_in(login: String, password: String) -> Answer<()> {
    let body = protocol::accounts::SignIn { login, password };
    let cookie = answer(backend()?.accounts.sign_in(&parts()?, body).await)?;
    set_cookie(&cookie);
    leptos_axum::redirect("/");
    Ok(())
}

/// Signs out and goes to the start screen.
#[server(prefix = "/api/ui", endpoint = "sign-out")]
pub async fn sign_out() -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    let cookie = answer(backend.accounts.sign_out(&viewer).await)?;
    set_cookie(&cookie);
    leptos_axum::redirect("/start");
    Ok(())
}

/// What the first page needs.
#[server(prefix = "/api/ui", endpoint = "bootstrap", protocol = Exchange)]
pub async fn load_bootstrap() -> Answer<Bootstrap> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.bootstrap(&viewer).await)
}

/// The viewer's own account.
#[server(prefix = "/api/ui", endpoint = "account", protocol = Exchange)]
pub async fn load_account() -> Answer<Account> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.account(&viewer).await)
}

/// Changes names and the line about oneself.
#[server(prefix = "/api/ui", endpoint = "account/profile", protocol = Exchange)]
pub async fn update_profile(
    first_name: String,
    last_name: String,
    about: String,
) -> Answer<Account> {
    let (backend, viewer) = viewer().await?;
    answer(
        backend
            .accounts
            .update_profile(&viewer, &first_name, &last_name, &about)
            .await,
    )
}

/// Changes the password; every other sign-in ends.
#[server(prefix = "/api/ui", endpoint = "account/password", protocol = Exchange)]
pub async fn change_password(current: String, new: String) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(
        backend
            .accounts
            .change_password(&viewer, &current, &new)
            .await,
    )
}

/// Where the viewer is signed in.
#[server(prefix = "/api/ui", endpoint = "account/devices", protocol = Exchange)]
pub async fn list_devices() -> Answer<Vec<Device>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.devices(&viewer).await)
}

/// Ends one sign-in.
#[server(prefix = "/api/ui", endpoint = "account/devices/sign-out", protocol = Exchange)]
pub async fn sign_out_device(device: SignInId) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.sign_out_device(&viewer, device).await)
}

/// Ends all sign-ins but this one.
#[server(prefix = "/api/ui", endpoint = "account/devices/sign-out-others", protocol = Exchange)]
pub async fn sign_out_others() -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.sign_out_others(&viewer).await)
}

/// Deletes the account. The page leaves by itself, once it has cleared what the device keeps.
#[server(prefix = "/api/ui", endpoint = "account/delete", protocol = Exchange)]
pub async fn delete_account(password: String) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    let cookie = answer(backend.accounts.delete_account(&viewer, &password).await)?;
    set_cookie(&cookie);
    Ok(())
}

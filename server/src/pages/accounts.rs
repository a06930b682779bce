//! Accounts, sign-ins and the place, for the pages.

use app::backend::{self, SetCookie};
use async_trait::async_trait;
use domain::{
    SignInId,
    feeling::{Declared, Feeling, Lasting},
    people::Viewer,
    place::Place,
};
use http::request::Parts;
use protocol::{
    ApiError,
    accounts::{Account, Bootstrap, Device, OwnPlace, SetUpPlace, SignIn, SignUp},
};

use crate::{
    AppState,
    auth::tokens::Token,
    http::client::Client,
    services::{accounts, bootstrap, feelings, place, sign_ins},
};

/// Calls the use cases.
pub struct Accounts(pub AppState);

impl Accounts {
    fn give(&self, token: &Token) -> SetCookie {
        let max_age_ms = self.0.config.sign_ins.absolute_ms;
        SetCookie(self.0.cookie.give(token, max_age_ms))
    }

    fn take(&self) -> SetCookie {
        SetCookie(self.0.cookie.take())
    }
}

#[async_trait]
impl backend::Accounts for Accounts {
    async fn viewer(&self, parts: &Parts) -> Result<Viewer, ApiError> {
        Ok(sign_ins::viewer(&self.0, &parts.headers).await?)
    }

    async fn sign_up(&self, parts: &Parts, body: SignUp) -> Result<SetCookie, ApiError> {
        let token = accounts::sign_up(&self.0, Client::of(parts), &parts.headers, body).await?;
        Ok(self.give(&token))
    }

    async fn sign_in(&self, parts: &Parts, body: SignIn) -> Result<SetCookie, ApiError> {
        let token = accounts::sign_in(&self.0, Client::of(parts), &parts.headers, body).await?;
        Ok(self.give(&token))
    }

    async fn sign_out(&self, viewer: &Viewer) -> Result<SetCookie, ApiError> {
        sign_ins::end(&self.0, viewer, viewer.sign_in_id).await?;
        Ok(self.take())
    }

    async fn place(&self) -> Result<Place, ApiError> {
        Ok(place::load(&self.0).await?)
    }

    async fn own_place(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError> {
        Ok(place::own(&self.0, viewer).await?)
    }

    async fn set_up_place(&self, viewer: &Viewer, body: SetUpPlace) -> Result<(), ApiError> {
        Ok(place::set_up(&self.0, viewer, body).await?)
    }

    async fn renew_invitation(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError> {
        Ok(place::renew_invitation(&self.0, viewer).await?)
    }

    async fn is_invitation(&self, code: &str) -> Result<bool, ApiError> {
        Ok(place::is_invitation(&self.0, code).await?)
    }

    async fn needs_setup_code(&self, parts: &Parts) -> Result<bool, ApiError> {
        Ok(accounts::needs_setup_code(&self.0, Client::of(parts)).await?)
    }

    async fn bootstrap(&self, viewer: &Viewer) -> Result<Bootstrap, ApiError> {
        Ok(bootstrap::load(&self.0, viewer).await?)
    }

    async fn account(&self, viewer: &Viewer) -> Result<Account, ApiError> {
        Ok(accounts::account(&self.0, viewer).await?)
    }

    async fn update_profile(
        &self,
        viewer: &Viewer,
        first_name: &str,
        last_name: &str,
        about: &str,
    ) -> Result<Account, ApiError> {
        Ok(accounts::update_profile(&self.0, viewer, first_name, last_name, about).await?)
    }

    async fn set_feeling(
        &self,
        viewer: &Viewer,
        feeling: Feeling,
        note: &str,
        lasting: Lasting,
    ) -> Result<Declared, ApiError> {
        Ok(feelings::set(&self.0, viewer, feeling, note, lasting).await?)
    }

    async fn clear_feeling(&self, viewer: &Viewer) -> Result<(), ApiError> {
        Ok(feelings::clear(&self.0, viewer).await?)
    }

    async fn change_password(
        &self,
        viewer: &Viewer,
        current: &str,
        new: &str,
    ) -> Result<(), ApiError> {
        Ok(accounts::change_password(&self.0, viewer, current, new).await?)
    }

    async fn devices(&self, viewer: &Viewer) -> Result<Vec<Device>, ApiError> {
        Ok(sign_ins::devices(&self.0, viewer).await?)
    }

    async fn sign_out_device(&self, viewer: &Viewer, device: SignInId) -> Result<(), ApiError> {
        Ok(sign_ins::end(&self.0, viewer, device).await?)
    }

    async fn sign_out_others(&self, viewer: &Viewer) -> Result<(), ApiError> {
        Ok(sign_ins::end_others(&self.0, viewer).await?)
    }

    async fn delete_account(&self, viewer: &Viewer, password: &str) -> Result<SetCookie, ApiError> {
        accounts::delete(&self.0, viewer, password).await?;
        Ok(self.take())
    }
}

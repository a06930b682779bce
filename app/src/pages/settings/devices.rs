//! Where one is signed in, with a way out for each.

use leptos::prelude::*;
use protocol::accounts::Device;

use crate::{
    api::{
        accounts::{list_devices, sign_out_device, sign_out_others},
        load::load_once,
    },
    components::{
        answered::{answered, refusal},
        page_frame::Section,
        requests::{Requests, use_requests},
        time::{TimeStyle, use_time},
    },
    ui::{Badge, Button, ButtonSize, ButtonVariant, Icon, IconName, live},
};

/// The list.
#[component]
pub fn DevicesSection() -> impl IntoView {
    let requests = use_requests();
    let devices = load_once(list_devices);
    let refresh = Callback::new(move |()| devices.refetch());
    view! {
        <Section title="Devices" id="devices">
            {answered(devices, move |answer| match answer {
                Ok(devices) => view! { <DeviceList devices=devices requests=requests on_change=refresh/> }.into_any(),
                Err(failure) => refusal(&failure),
            })}
        </Section>
    }
    .into_any()
}

#[component]
fn DeviceList(devices: Vec<Device>, requests: Requests, on_change: Callback<()>) -> impl IntoView {
    let has_others = devices.len() > 1;
    let time = use_time(TimeStyle::Short);
    let rows = devices
        .into_iter()
        .map(|device| {
            let Device { id, name, signed_in_at, last_used_at, is_current } = device;
            view! {
                <li class="settings-row" data-testid="device-row" data-current=is_current.to_string()>
                    <Icon name=IconName::Laptop/>
                    <span class="settings-row-main">
                        <span>{name}</span>
                        <span class="settings-row-about">
                            {live(move || format!("signed in {}, last used {}", time(signed_in_at), time(last_used_at)))}
                        </span>
                    </span>
                    {if is_current {
                        view! { <Badge label="this device"/> }.into_any()
                    } else {
                        view! {
                            <Button
                                variant=ButtonVariant::Quiet
                                size=ButtonSize::Small
                                disabled=requests.busy()
                                on_click=move |_| requests.run(sign_out_device(id), move |()| on_change.run(()))
                                testid="device-sign-out"
                            >
                                "Sign out"
                            </Button>
                        }
                            .into_any()
                    }}
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="settings-list" role="list">{rows}</ul>
        {has_others
            .then(|| {
                view! {
                    <div class="form-acts">
                        <Button
                            variant=ButtonVariant::Quiet
                            disabled=requests.busy()
                            on_click=move |_| requests.run(sign_out_others(), move |()| on_change.run(()))
                            testid="sign-out-others"
                        >
                            "Sign out all other devices"
                        </Button>
                    </div>
                }
            })}
    }
    .into_any()
}

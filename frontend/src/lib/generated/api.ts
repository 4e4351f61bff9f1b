/* Made by scripts/types.mjs from the API's schema: change the API and run it again. */

export interface paths {
    "/api/accounts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make an account and log in to it. */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Use the link from the letter. */
        post: operations["confirm_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/confirm/resend/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Send it. */
        post: operations["resend_confirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/forgot/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Send a link for a new one; the answer never tells whether there is such an account. */
        post: operations["forget_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/password/reset/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set it; every session ends. */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adverts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Adverts that fit; with words, the likest of the newest 300 first, spelling mistakes tolerated. */
        get: operations["find_adverts"];
        put?: never;
        /** @description Place an advert. */
        post: operations["create_advert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adverts/{advert_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The advert. */
        get: operations["read_advert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change one's own. */
        patch: operations["change_advert"];
        trace?: never;
    };
    "/api/adverts/{advert_id}/pictures/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Add one behind the others. */
        post: operations["add_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adverts/{advert_id}/pictures/{picture_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Take it away. */
        delete: operations["remove_picture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/adverts/{advert_id}/pictures/order/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Set it. */
        put: operations["order_pictures"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/{user_hex}.{signature}.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All agreed meetings of its owner. */
        get: operations["read_feed_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/feed/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Any calendar can subscribe to it. */
        get: operations["read_feed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calendar/feed/renew/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Whoever knows the old one loses it. */
        post: operations["renew_feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_calls"];
        put?: never;
        /** @description Ring an advert's seller or a person. */
        post: operations["start_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The call as one's own side sees it. */
        get: operations["read_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/block/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Block whoever was in the call. */
        put: operations["block_other"];
        post?: never;
        /** @description Take it back. */
        delete: operations["unblock_other"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/call-back/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ring the other person of this call. */
        post: operations["call_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/consents/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Both sides', with the texts. */
        get: operations["read_consents"];
        /** @description Give or withdraw one's own. */
        put: operations["set_consents"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/facts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every fact with the second it was said. */
        get: operations["read_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/links/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Fresh ones. */
        get: operations["make_links"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/messages/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of it, oldest first. */
        get: operations["list_messages"];
        put?: never;
        /** @description Write a line. */
        post: operations["send_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/segments/{segment_id}/correction/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description The original stays, and giving it takes the correction back. */
        put: operations["correct_segment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/segments/{segment_id}/corrections/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Oldest first. */
        get: operations["list_corrections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/ticket/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A new ticket into a call that was accepted and is not over. */
        post: operations["make_call_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/tracks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A recorder has started. */
        post: operations["start_track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/transcript.{ending}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description `vtt`, `srt` or `txt`, with what was corrected. */
        get: operations["read_transcript_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{call_id}/transcript/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A part of it, in the order it was said. */
        get: operations["read_transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/complaints/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Report somebody. */
        post: operations["complain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The account. */
        get: operations["read_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Change the profile; a new e-mail wants the password. */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/me/avatar/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Show this picture from now on. */
        put: operations["set_avatar"];
        post?: never;
        /** @description Show none. */
        delete: operations["remove_avatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/blocks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call-blocks/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_call_blocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/close/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Close it. */
        post: operations["close_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set a new one; every other session ends. */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All that have not run out. */
        get: operations["list_my_sessions"];
        put?: never;
        post?: never;
        /** @description End all but this. */
        delete: operations["end_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/sessions/{digest}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description End it. */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/negotiations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description By words, state and role. */
        get: operations["list_negotiations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/negotiations/{negotiation_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description With its card, its versions and its calls. */
        get: operations["read_negotiation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Say how it ended, or note one's own next step. */
        patch: operations["change_negotiation"];
        trace?: never;
    };
    "/api/negotiations/{negotiation_id}/card/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Write a new version. */
        put: operations["edit_card"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/negotiations/{negotiation_id}/confirm/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description To exactly one version of it. */
        post: operations["confirm_card"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/negotiations/{negotiation_id}/meeting.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description NotFound before both have agreed on a moment; cancelled once it was called off. */
        get: operations["read_meeting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/negotiations/export/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description CSV or XLSX. */
        get: operations["export_negotiations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description People whose name is like the words, spelling mistakes tolerated. */
        get: operations["find_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{user_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The person. */
        get: operations["read_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{user_id}/block/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Block. */
        put: operations["block_person"];
        post?: never;
        /** @description Take it back. */
        delete: operations["unblock_person"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/search/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In all one's own calls, or in one of them; newest first. */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who is logged in, if anybody. Sets the CSRF cookie. */
        get: operations["read_session"];
        put?: never;
        /** @description Log in with login or e-mail. */
        post: operations["log_in"];
        /** @description Log out. */
        delete: operations["log_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tickets/presence/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A new ticket. */
        post: operations["make_presence_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tracks/{track_id}/finish/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The recorder has stopped. */
        post: operations["finish_track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tracks/{track_id}/slices/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Announce slices and confirm others, in one. */
        post: operations["take_slices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description * `unconfirmed` - Unconfirmed
         *     * `active` - Active
         *     * `banned` - Banned
         *     * `closed` - Closed
         * @enum {string}
         */
        AccountStatus: "unconfirmed" | "active" | "banned" | "closed";
        /** @description An advert as shown. */
        Advert: {
            address: string;
            /** Format: uuid */
            advert_id: string;
            category: components["schemas"]["CategoryEnum"];
            city: string;
            /** Format: date-time */
            created_at: string;
            currency: string;
            description: string;
            mine: boolean;
            pictures: components["schemas"]["AdvertPicture"][];
            price_minor: number;
            seller: components["schemas"]["Seller"];
            state: components["schemas"]["AdvertState"];
            title: string;
        };
        /** @description A picture; sizes in pixels. */
        AdvertPicture: {
            height: number;
            /** Format: uuid */
            picture_id: string;
            url: string;
            width: number;
        };
        AdvertsPage: {
            has_more: boolean;
            items: components["schemas"]["Advert"][];
            page: number;
        };
        /**
         * @description * `active` - Active
         *     * `sold` - Sold
         *     * `hidden` - Hidden
         * @enum {string}
         */
        AdvertState: "active" | "sold" | "hidden";
        /** @description A slice as it will be uploaded. */
        AnnounceRequest: {
            duration_ms: number;
            sequence: number;
            sha256: string;
            size: number;
        };
        /**
         * @description * `call` - call
         *     * `me` - me
         *     * `other` - other
         * @enum {string}
         */
        AuthorEnum: "call" | "me" | "other";
        BlocksPage: {
            has_more: boolean;
            items: components["schemas"]["Person"][];
            page: number;
        };
        /** @description Ways to put the meeting into a calendar; when it was called off, only the file that takes it out again. */
        CalendarLinks: {
            google: string | null;
            ics: string;
            yandex: string | null;
        };
        /** @description A call's page. */
        Call: {
            /** Format: uuid */
            advert_id: string | null;
            blocked_by_me: boolean;
            /** Format: uuid */
            call_id: string;
            /** Format: date-time */
            created_at: string;
            direction: components["schemas"]["DirectionEnum"];
            duration_seconds: number | null;
            /** Format: date-time */
            end_time: string | null;
            has_text: boolean;
            has_video: boolean;
            missed: boolean;
            /** Format: uuid */
            negotiation_id: string | null;
            other: components["schemas"]["Other"];
            /** Format: uuid */
            other_user_id: string | null;
            record: components["schemas"]["Record"];
            ring_state: components["schemas"]["RingStateEnum"];
            role: components["schemas"]["DealRole"];
            /** Format: date-time */
            start_time: string | null;
            title: string;
            you: components["schemas"]["You"];
        };
        /** @description Whom one has blocked by a call, as that call showed them. */
        CallBlock: {
            /** Format: uuid */
            call_id: string;
            image_url: string | null;
            name: string;
            /** Format: date-time */
            since: string;
        };
        CallBlocksPage: {
            has_more: boolean;
            items: components["schemas"]["CallBlock"][];
            page: number;
        };
        /** @description The words in which somebody said that nothing comes of it. */
        CalledOff: {
            /** Format: uuid */
            call_id: string;
            corrected?: boolean;
            mine: boolean;
            start_ms: number;
            text: string;
        };
        CallsPage: {
            has_more: boolean;
            items: components["schemas"]["CallSummary"][];
            page: number;
        };
        /** @description A call in the list. */
        CallSummary: {
            /** Format: uuid */
            advert_id: string | null;
            /** Format: uuid */
            call_id: string;
            /** Format: date-time */
            created_at: string;
            direction: components["schemas"]["DirectionEnum"];
            duration_seconds: number | null;
            /** Format: date-time */
            end_time: string | null;
            has_text: boolean;
            has_video: boolean;
            missed: boolean;
            other: components["schemas"]["Other"];
            /** Format: uuid */
            other_user_id: string | null;
            ring_state: components["schemas"]["RingStateEnum"];
            /** Format: date-time */
            start_time: string | null;
            title: string;
        };
        /** @description A ticket into a call, with the servers that help to connect. */
        CallTicket: {
            expires_in: number;
            ice_servers: components["schemas"]["IceServer"][];
            ticket: string;
        };
        /** @description A version of the card. `author`: `call` when it was read from what was said. */
        Card: {
            author: components["schemas"]["AuthorEnum"];
            /** Format: uuid */
            call_id: string | null;
            confirmed: components["schemas"]["Confirmed"];
            /** Format: date-time */
            created_at: string;
            currency: string;
            item: string;
            /** Format: date-time */
            meet_at: string | null;
            place: string;
            /** Format: int64 */
            price_minor: number | null;
            sources: {
                [key: string]: components["schemas"]["Source"];
            };
            time_zone: string;
            version: number;
        };
        /**
         * @description * `transport` - Transport
         *     * `property` - Property
         *     * `electronics` - Electronics
         *     * `home` - Home
         *     * `clothes` - Clothes
         *     * `children` - Children
         *     * `hobby` - Hobby
         *     * `animals` - Animals
         *     * `services` - Services
         *     * `other` - Other
         * @enum {string}
         */
        CategoryEnum: "transport" | "property" | "electronics" | "home" | "clothes" | "children" | "hobby" | "animals" | "services" | "other";
        /** @description The password now and the one to be. */
        ChangePasswordRequest: {
            new_password: string;
            password: string;
        };
        /** @description The number of a complaint. */
        Complaint: {
            /** Format: uuid */
            complaint_id: string;
        };
        /** @description Which version one says yes to. */
        ConfirmCardRequest: {
            version: number;
        };
        /** @description When each of the two said yes to this version. */
        Confirmed: {
            /** Format: date-time */
            mine: string | null;
            /** Format: date-time */
            other: string | null;
        };
        /** @description The consents of a call as one side sees them. `recording`: both let it be recorded. */
        Consents: {
            mine: components["schemas"]["Given"];
            other: components["schemas"]["Given"];
            recording: boolean;
            text_version: string;
            texts: components["schemas"]["ConsentText"][];
        };
        /** @description What one consents to. */
        ConsentText: {
            purpose: components["schemas"]["PurposeEnum"];
            text: string;
            title: string;
        };
        /** @description The newest correction of a line: who says that this was said. */
        Corrected: {
            /** Format: date-time */
            created_at: string;
            mine: boolean;
            name: string;
            text: string;
        };
        /**
         * @description What was said there.
         *
         *     `base`: how many `versions` of the line one has seen; over others it is refused (`line_changed`).
         */
        CorrectRequest: {
            base?: number;
            text: string;
        };
        /**
         * @description * `RUB` - RUB
         * @enum {string}
         */
        CurrencyEnum: "RUB";
        /** @description What two people agree on. `meet_at` is a moment; `time_zone` says how to show it. */
        DealFields: {
            currency: string;
            item: string;
            /** Format: date-time */
            meet_at: string | null;
            place: string;
            /** Format: int64 */
            price_minor: number | null;
            time_zone: string;
        };
        /**
         * @description * `buyer` - buyer
         *     * `seller` - seller
         * @enum {string}
         */
        DealRole: "buyer" | "seller";
        /**
         * @description * `incoming` - incoming
         *     * `outgoing` - outgoing
         * @enum {string}
         */
        DirectionEnum: "incoming" | "outgoing";
        /** @description The same as attachments. */
        Downloads: {
            sound: string | null;
            srt: string | null;
            txt: string | null;
            video: string | null;
            vtt: string | null;
        };
        /** @description A new version of the card over `base_version` (0 when there is none); `confirm` says yes to it at once. */
        EditCardRequest: {
            base_version: number;
            /** @default false */
            confirm: boolean;
            currency: string;
            item: string;
            /** Format: date-time */
            meet_at: string | null;
            place: string;
            /** Format: int64 */
            price_minor: number | null;
            time_zone: string;
        };
        /** @description An e-mail address. */
        EmailRequest: {
            /** Format: email */
            email: string;
        };
        /** @description A run of text, found or not. */
        Excerpt: {
            found: boolean;
            text: string;
        };
        /** @description Something the call is remembered for. `confidence` from 0 to 1; `corrected`: somebody wrote the line over. */
        Fact: {
            amount_minor: number | null;
            /** Format: double */
            confidence: number;
            corrected: boolean;
            currency: string;
            end_ms: number;
            /** Format: uuid */
            fact_id: string;
            kind: components["schemas"]["FactKindEnum"];
            mine: boolean;
            name: string;
            role: string;
            segment_id: number;
            start_ms: number;
            text: string;
            value: string;
        };
        /**
         * @description * `item` - item
         *     * `price` - price
         *     * `date` - date
         *     * `time` - time
         *     * `metro` - metro
         *     * `address` - address
         *     * `place` - place
         *     * `phone` - phone
         *     * `link` - link
         *     * `flag` - flag
         *     * `called_off` - called_off
         * @enum {string}
         */
        FactKindEnum: "item" | "price" | "date" | "time" | "metro" | "address" | "place" | "phone" | "link" | "flag" | "called_off";
        /** @description The facts of a call in order, and the bargaining as a line; `ready` once the text was read. */
        Facts: {
            items: components["schemas"]["Fact"][];
            prices: components["schemas"]["Price"][];
            ready: boolean;
        };
        /** @description The private address of one's calendar. */
        Feed: {
            url: string;
        };
        /** @description Where the track stands. */
        FinishedTrack: {
            state: components["schemas"]["TrackState"];
        };
        /** @description How many slices the track has. */
        FinishRequest: {
            slice_count: number;
        };
        /**
         * @description A segment where the words were said. `apart`: it holds one of them, and its call the others elsewhere.
         *
         *     `original`: the excerpt is what was recognised, for by that alone the line was found; it has been corrected since.
         */
        Found: {
            after: string;
            apart: boolean;
            before: string;
            /** Format: uuid */
            call_id: string;
            /** Format: date-time */
            created_at: string;
            doubtful: boolean;
            end_ms: number;
            excerpt: components["schemas"]["Excerpt"][];
            mine: boolean;
            name: string;
            original: boolean;
            other_name: string;
            segment_id: number;
            side: components["schemas"]["Side"];
            /** Format: date-time */
            spoken_at: string;
            start_ms: number;
            title: string;
        };
        /** @description Which purposes a person consents to now. */
        Given: {
            fraud_check: boolean;
            record: boolean;
            transcribe: boolean;
        };
        /** @description RTCIceServer. */
        IceServer: {
            credential?: string;
            urls: string[];
            username?: string;
        };
        /**
         * @description * `ru` - Russian
         *     * `en` - English
         * @enum {string}
         */
        LanguageEnum: "ru" | "en";
        /** @description Where to PUT a slice, with exactly these headers. */
        Link: {
            headers: {
                [key: string]: string;
            };
            sequence: number;
            url: string;
        };
        /**
         * @description Links to a call's record, good for `expires_in` seconds.
         *
         *     `sound` is stereo: the caller on the left channel, the callee on the right, second 0 as the video's.
         */
        Links: {
            downloads: components["schemas"]["Downloads"];
            expires_in: number;
            json: string | null;
            sound: string | null;
            srt: string | null;
            txt: string | null;
            video: string | null;
            vtt: string | null;
        };
        /** @description Login or e-mail, and password. */
        LoginRequest: {
            login: string;
            password: string;
        };
        /** @description Who said how it ended, or that it goes on (`talking`), and when. */
        Mark: {
            /** Format: date-time */
            marked_at: string;
            mine: boolean;
            state: components["schemas"]["NegotiationMark"];
        };
        /** @description One's own account. */
        Me: {
            about: string;
            city: string;
            /** Format: date-time */
            created_at: string;
            /** Format: email */
            email: string;
            email_confirmed: boolean;
            image_url: string | null;
            language: components["schemas"]["LanguageEnum"];
            login: string;
            name: string;
            role: components["schemas"]["MeRoleEnum"];
            status: components["schemas"]["AccountStatus"];
            time_zone: string;
            /** Format: uuid */
            user_id: string;
        };
        /**
         * @description * `person` - Person
         *     * `analyst` - Analyst
         *     * `support` - Support
         *     * `marketing` - Marketing
         *     * `administrator` - Administrator
         * @enum {string}
         */
        MeRoleEnum: "person" | "analyst" | "support" | "marketing" | "administrator";
        /** @description A line of chat. */
        Message: {
            /** Format: uuid */
            message_id: string;
            participant_id: string;
            /** Format: date-time */
            sent_at: string;
            text: string;
        };
        /** @description A call's chat, oldest first. */
        Messages: {
            items: components["schemas"]["Message"][];
        };
        /**
         * @description A negotiation's page. `suggestion`: what calls say by now, when that is not what the card says.
         *
         *     `called_off`: that a call says nothing comes of it, until a later call, card or mark tells otherwise.
         */
        Negotiation: {
            /** Format: uuid */
            advert_id: string | null;
            agreed: components["schemas"]["Card"] | null;
            calendar: components["schemas"]["CalendarLinks"] | null;
            call_list: components["schemas"]["CallSummary"][];
            called_off: components["schemas"]["CalledOff"] | null;
            calls: number;
            card: components["schemas"]["Card"] | null;
            change_pending: boolean;
            currency: string;
            item: string;
            /** Format: date-time */
            last_call_at: string | null;
            marks: components["schemas"]["Mark"][];
            /** Format: date-time */
            meet_at: string | null;
            /** Format: uuid */
            negotiation_id: string;
            next_step: string;
            other: components["schemas"]["OtherPerson"];
            place: string;
            /** Format: int64 */
            price_minor: number | null;
            prices: components["schemas"]["Price"][];
            role: components["schemas"]["DealRole"];
            state: components["schemas"]["NegotiationState"];
            suggestion: components["schemas"]["DealFields"] | null;
            time_zone: string;
            title: string;
            versions: components["schemas"]["Card"][];
            waits_for: components["schemas"]["WaitsForEnum"];
        };
        /**
         * @description * `talking` - talking
         *     * `met` - met
         *     * `fell_through` - fell_through
         * @enum {string}
         */
        NegotiationMark: "talking" | "met" | "fell_through";
        NegotiationsPage: {
            has_more: boolean;
            items: components["schemas"]["NegotiationSummary"][];
            page: number;
        };
        /**
         * @description * `talking` - talking
         *     * `agreed` - agreed
         *     * `met` - met
         *     * `fell_through` - fell_through
         * @enum {string}
         */
        NegotiationState: "talking" | "agreed" | "met" | "fell_through";
        /** @description A negotiation in the list; the fields are the agreed card's, or else the newest one's. */
        NegotiationSummary: {
            /** Format: uuid */
            advert_id: string | null;
            calls: number;
            change_pending: boolean;
            currency: string;
            item: string;
            /** Format: date-time */
            last_call_at: string | null;
            /** Format: date-time */
            meet_at: string | null;
            /** Format: uuid */
            negotiation_id: string;
            next_step: string;
            other: components["schemas"]["OtherPerson"];
            place: string;
            /** Format: int64 */
            price_minor: number | null;
            prices: components["schemas"]["Price"][];
            role: components["schemas"]["DealRole"];
            state: components["schemas"]["NegotiationState"];
            time_zone: string;
            title: string;
            waits_for: components["schemas"]["WaitsForEnum"];
        };
        /** @description Every picture of the advert, in the order wanted. */
        OrderPicturesRequest: {
            picture_ids: string[];
        };
        /** @description The other person as shown in this call. */
        Other: {
            image_url: string | null;
            name: string;
            participant_id: string;
        };
        /** @description The other person. */
        OtherPerson: {
            image_url: string | null;
            name: string;
        };
        /** @description The password now. */
        PasswordRequest: {
            password: string;
        };
        /** @description Any of an advert's fields, and its state. */
        PatchedChangeAdvertRequest: {
            /** @default  */
            address: string;
            category?: components["schemas"]["CategoryEnum"];
            city?: string;
            /** @default RUB */
            currency: components["schemas"]["CurrencyEnum"];
            /** @default  */
            description: string;
            /** Format: int64 */
            price_minor?: number;
            state?: components["schemas"]["AdvertState"];
            title?: string;
        };
        /** @description How it ended (`talking` opens it again), and one's own next step. */
        PatchedChangeNegotiationRequest: {
            next_step?: string;
            state?: components["schemas"]["NegotiationMark"];
        };
        /** @description What a person may change of themselves. */
        PatchedChangeProfileRequest: {
            about?: string;
            city?: string;
            /** Format: email */
            email?: string;
            language?: components["schemas"]["LanguageEnum"];
            name?: string;
            password?: string;
            time_zone?: string;
        };
        PeoplePage: {
            has_more: boolean;
            items: components["schemas"]["Person"][];
            page: number;
        };
        /** @description A person as others see them. */
        Person: {
            about: string;
            adverts_count: number;
            blocked_by_me: boolean;
            city: string;
            image_url: string | null;
            name: string;
            online: boolean;
            /** Format: date-time */
            seen_at: string | null;
            /** Format: date-time */
            since: string;
            /** Format: uuid */
            user_id: string;
        };
        /** @description A multipart body with one file. */
        PictureRequest: {
            /** Format: binary */
            picture: string;
        };
        /** @description A step of the bargaining. */
        Price: {
            amount_minor: number;
            /** Format: uuid */
            call_id: string;
            currency: string;
            mine: boolean;
            role: string;
            /** Format: date-time */
            said_at: string;
            start_ms: number;
        };
        /**
         * @description Text, sound or video of a record: `progress` 0 to 1, `code` says why it failed.
         *
         *     `seconds_left` is a guess at how long it will still take; null when nothing is being made.
         */
        Product: {
            code: string;
            /** Format: double */
            progress: number;
            seconds_left: number | null;
            state: components["schemas"]["ProductState"];
        };
        /**
         * @description * `none` - none
         *     * `waiting` - waiting
         *     * `working` - working
         *     * `ready` - ready
         *     * `failed` - failed
         * @enum {string}
         */
        ProductState: "none" | "waiting" | "working" | "ready" | "failed";
        /**
         * @description * `record` - record
         *     * `transcribe` - transcribe
         *     * `fraud_check` - fraud_check
         * @enum {string}
         */
        PurposeEnum: "record" | "transcribe" | "fraud_check";
        /** @description Purposes to give (true) or withdraw (false); those not named stay. */
        PurposesRequest: {
            fraud_check?: boolean;
            record?: boolean;
            transcribe?: boolean;
        };
        /**
         * @description * `fraud` - Fraud
         *     * `abuse` - Abuse
         *     * `fake_advert` - Fake Advert
         *     * `spam` - Spam
         *     * `other` - Other
         * @enum {string}
         */
        ReasonEnum: "fraud" | "abuse" | "fake_advert" | "spam" | "other";
        /** @description A call's record and what has been made of it. */
        Record: {
            revision: number;
            sound: components["schemas"]["Product"];
            state: components["schemas"]["RecordState"];
            text: components["schemas"]["Product"];
            tracks: components["schemas"]["Track"][];
            video: components["schemas"]["Product"];
        };
        /**
         * @description * `none` - none
         *     * `recording` - recording
         *     * `provisional` - provisional
         *     * `final` - final
         * @enum {string}
         */
        RecordState: "none" | "recording" | "provisional" | "final";
        /** @description A new account. */
        RegisterRequest: {
            /** Format: email */
            email: string;
            /** @default ru */
            language: components["schemas"]["LanguageEnum"];
            login: string;
            name: string;
            password: string;
        };
        /** @description A mailed link's secret and the new password. */
        ResetRequest: {
            password: string;
            token: string;
        };
        /**
         * @description * `ringing` - ringing
         *     * `accepted` - accepted
         *     * `declined` - declined
         *     * `cancelled` - cancelled
         *     * `busy` - busy
         *     * `unanswered` - unanswered
         * @enum {string}
         */
        RingStateEnum: "ringing" | "accepted" | "declined" | "cancelled" | "busy" | "unanswered";
        /** @description Newest first, those apart behind the others; `next` continues. */
        SearchAnswer: {
            items: components["schemas"]["Found"][];
            next: string | null;
            understood: components["schemas"]["Understood"][];
        };
        /**
         * @description What one person said in one breath; `words` are [text, start_ms, end_ms, confidence].
         *
         *     `versions`: how often people have corrected it, also when the original text was had back since.
         */
        Segment: {
            /** Format: double */
            confidence: number;
            corrected: components["schemas"]["Corrected"] | null;
            doubtful: boolean;
            end_ms: number;
            mine: boolean;
            name: string;
            segment_id: number;
            side: components["schemas"]["Side"];
            start_ms: number;
            text: string;
            versions: number;
            words: unknown[][];
        };
        /** @description Who sells. */
        Seller: {
            image_url: string | null;
            name: string;
            online: boolean;
            /** Format: uuid */
            user_id: string;
        };
        /** @description A line of chat; `client_id` makes sending it twice harmless. */
        SendMessageRequest: {
            /** Format: uuid */
            client_id: string;
            text: string;
        };
        /** @description A login on one device. */
        Session: {
            address: string | null;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            device: string;
            id: string;
            /** Format: date-time */
            seen_at: string;
        };
        /** @description The person's logins. */
        Sessions: {
            items: components["schemas"]["Session"][];
        };
        /** @description Who is logged in, if anybody. */
        SessionState: {
            me: components["schemas"]["Me"] | null;
        };
        /** @description One's own consents, to this version of the text. */
        SetConsentsRequest: {
            purposes: components["schemas"]["PurposesRequest"];
            text_version: string;
        };
        /**
         * @description * `caller` - Caller
         *     * `callee` - Callee
         * @enum {string}
         */
        Side: "caller" | "callee";
        /**
         * @description Links for the slices not stored yet, those now known to be stored, and whether recording may go on.
         *
         *     `refused` began when not both people let it be recorded any more: they are never taken.
         */
        SlicesAnswer: {
            links: components["schemas"]["Link"][];
            recording: boolean;
            refused: number[];
            stored: number[];
        };
        /** @description Announce some slices and confirm others that storage has taken. */
        SlicesRequest: {
            announce?: components["schemas"]["AnnounceRequest"][];
            stored?: number[];
        };
        /** @description Where it was said; `corrected`: somebody wrote that line over. */
        Source: {
            /** Format: uuid */
            call_id: string;
            corrected?: boolean;
            start_ms: number;
            text: string;
        };
        /** @description Whom to ring: an advert's seller or a person. */
        StartCallRequest: {
            /** Format: uuid */
            advert_id?: string;
            /** Format: uuid */
            user_id?: string;
        };
        /** @description A recorder's start by the browser's clock (Unix ms), and what to add to it for the server's. */
        StartTrackRequest: {
            /** Format: double */
            began_at_ms: number;
            kind: components["schemas"]["TrackKind"];
            mime_type: string;
            /** Format: double */
            offset_ms: number;
            /** Format: double */
            uncertainty_ms: number;
        };
        /** @description A ticket for one socket, good for `expires_in` seconds. */
        Ticket: {
            expires_in: number;
            ticket: string;
        };
        /** @description The secret of a mailed link. */
        TokenRequest: {
            token: string;
        };
        /** @description A track with its slices counted. */
        Track: {
            announced: number;
            /** Format: date-time */
            began_at: string;
            kind: components["schemas"]["TrackKind"];
            side: components["schemas"]["Side"];
            state: components["schemas"]["TrackState"];
            stored: number;
            /** Format: uuid */
            track_id: string;
        };
        /** @description The new track. */
        TrackId: {
            /** Format: uuid */
            track_id: string;
        };
        /**
         * @description * `av` - Av
         *     * `audio` - Audio
         * @enum {string}
         */
        TrackKind: "av" | "audio";
        /**
         * @description * `open` - Open
         *     * `finished` - Finished
         *     * `expired` - Expired
         * @enum {string}
         */
        TrackState: "open" | "finished" | "expired";
        /** @description A part of a transcript; `origin` is the server time of its second 0. */
        Transcript: {
            duration_ms: number;
            has_more: boolean;
            items: components["schemas"]["Segment"][];
            /** Format: date-time */
            origin: string | null;
        };
        /** @description A typed word, and the other words that were found for it. */
        Understood: {
            as: string[];
            said: string;
        };
        /** @description A version of a line by a person; empty `text` took the corrections back. */
        Version: {
            /** Format: date-time */
            created_at: string;
            mine: boolean;
            name: string;
            text: string;
        };
        /** @description The corrections of a line, oldest first. */
        Versions: {
            items: components["schemas"]["Version"][];
        };
        /**
         * @description * `` -
         *     * `me` - me
         *     * `other` - other
         *     * `both` - both
         * @enum {string}
         */
        WaitsForEnum: "me" | "other" | "both";
        /** @description An advert's own fields. Money in minor units. */
        WriteAdvertRequest: {
            /** @default  */
            address: string;
            category: components["schemas"]["CategoryEnum"];
            city: string;
            /** @default RUB */
            currency: components["schemas"]["CurrencyEnum"];
            /** @default  */
            description: string;
            /** Format: int64 */
            price_minor: number;
            title: string;
        };
        /** @description Whom, why, and about what. With a call, the other of it is meant, and `subject_id` may be left out. */
        WriteComplaintRequest: {
            /** Format: uuid */
            advert_id?: string | null;
            /** Format: uuid */
            call_id?: string | null;
            reason: components["schemas"]["ReasonEnum"];
            /** Format: uuid */
            subject_id?: string | null;
            /** @default  */
            text: string;
        };
        /** @description One's own side of a call. */
        You: {
            name: string;
            participant_id: string;
            side: components["schemas"]["Side"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    confirm_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    resend_confirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    forget_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    find_adverts: {
        parameters: {
            query?: {
                /**
                 * @description * `transport` - Transport
                 *     * `property` - Property
                 *     * `electronics` - Electronics
                 *     * `home` - Home
                 *     * `clothes` - Clothes
                 *     * `children` - Children
                 *     * `hobby` - Hobby
                 *     * `animals` - Animals
                 *     * `services` - Services
                 *     * `other` - Other
                 */
                category?: "transport" | "property" | "electronics" | "home" | "clothes" | "children" | "hobby" | "animals" | "services" | "other" | "";
                city?: string;
                /**
                 * @description * `new` - new
                 *     * `cheap` - cheap
                 *     * `dear` - dear
                 */
                order?: "new" | "cheap" | "dear";
                page?: number;
                price_max?: number;
                price_min?: number;
                q?: string;
                seller?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertsPage"];
                };
            };
        };
    };
    create_advert: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteAdvertRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advert"];
                };
            };
        };
    };
    read_advert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advert"];
                };
            };
        };
    };
    change_advert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeAdvertRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advert"];
                };
            };
        };
    };
    add_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advert_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PictureRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advert"];
                };
            };
        };
    };
    remove_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advert_id: string;
                picture_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    order_pictures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                advert_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderPicturesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advert"];
                };
            };
        };
    };
    read_feed_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                signature: string;
                user_hex: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
        };
    };
    read_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    renew_feed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
        };
    };
    list_calls: {
        parameters: {
            query?: {
                missed?: boolean;
                page?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallsPage"];
                };
            };
        };
    };
    start_call: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartCallRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
        };
    };
    read_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
        };
    };
    block_other: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    unblock_other: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    call_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
        };
    };
    read_consents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
        };
    };
    set_consents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetConsentsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
        };
    };
    read_facts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facts"];
                };
            };
        };
    };
    make_links: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Links"];
                };
            };
        };
    };
    list_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Messages"];
                };
            };
        };
    };
    send_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessageRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    correct_segment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
                segment_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Segment"];
                };
            };
        };
    };
    list_corrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
                segment_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Versions"];
                };
            };
        };
    };
    make_call_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallTicket"];
                };
            };
        };
    };
    start_track: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartTrackRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackId"];
                };
            };
        };
    };
    read_transcript_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_id: string;
                ending: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    read_transcript: {
        parameters: {
            query?: {
                after_ms?: number;
                limit?: number;
            };
            header?: never;
            path: {
                call_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                };
            };
        };
    };
    complain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteComplaintRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Complaint"];
                };
            };
        };
    };
    read_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeProfileRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    set_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PictureRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    remove_avatar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_blocks: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocksPage"];
                };
            };
        };
    };
    list_call_blocks: {
        parameters: {
            query?: {
                page?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallBlocksPage"];
                };
            };
        };
    };
    close_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_my_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
        };
    };
    end_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_negotiations: {
        parameters: {
            query?: {
                page?: number;
                q?: string;
                /**
                 * @description * `buyer` - buyer
                 *     * `seller` - seller
                 */
                role?: "buyer" | "seller" | "";
                /**
                 * @description * `recent` - recent
                 *     * `price` - price
                 *     * `meeting` - meeting
                 */
                sort?: "recent" | "price" | "meeting";
                /**
                 * @description * `talking` - talking
                 *     * `agreed` - agreed
                 *     * `met` - met
                 *     * `fell_through` - fell_through
                 */
                state?: "talking" | "agreed" | "met" | "fell_through" | "";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NegotiationsPage"];
                };
            };
        };
    };
    read_negotiation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                negotiation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Negotiation"];
                };
            };
        };
    };
    change_negotiation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                negotiation_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedChangeNegotiationRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Negotiation"];
                };
            };
        };
    };
    edit_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                negotiation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditCardRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Negotiation"];
                };
            };
        };
    };
    confirm_card: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                negotiation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmCardRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Negotiation"];
                };
            };
        };
    };
    read_meeting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                negotiation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
        };
    };
    export_negotiations: {
        parameters: {
            query: {
                /**
                 * @description * `csv` - csv
                 *     * `xlsx` - xlsx
                 */
                format: "csv" | "xlsx";
                q?: string;
                /**
                 * @description * `buyer` - buyer
                 *     * `seller` - seller
                 */
                role?: "buyer" | "seller" | "";
                /**
                 * @description * `recent` - recent
                 *     * `price` - price
                 *     * `meeting` - meeting
                 */
                sort?: "recent" | "price" | "meeting";
                /**
                 * @description * `talking` - talking
                 *     * `agreed` - agreed
                 *     * `met` - met
                 *     * `fell_through` - fell_through
                 */
                state?: "talking" | "agreed" | "met" | "fell_through" | "";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
        };
    };
    find_people: {
        parameters: {
            query?: {
                city?: string;
                page?: number;
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeoplePage"];
                };
            };
        };
    };
    read_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
        };
    };
    block_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    unblock_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    search: {
        parameters: {
            query?: {
                advert_id?: string;
                agreed?: boolean | null;
                before?: string;
                /**
                 * @description * `me` - me
                 *     * `other` - other
                 */
                by?: "me" | "other";
                call_id?: string;
                from?: string;
                limit?: number;
                per_call?: number;
                person?: string;
                price_max?: number;
                price_min?: number;
                q?: string;
                question?: boolean;
                /**
                 * @description * `buyer` - buyer
                 *     * `seller` - seller
                 */
                side?: "buyer" | "seller";
                to?: string;
                typing?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionState"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    make_presence_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
        };
    };
    finish_track: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                track_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FinishRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FinishedTrack"];
                };
            };
        };
    };
    take_slices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                track_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SlicesRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlicesAnswer"];
                };
            };
        };
    };
}

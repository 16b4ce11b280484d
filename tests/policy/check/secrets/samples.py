"""Samples of secrets, drawn when a test runs: this file holds forms only, never a token.

A form is text with places: ``{A36}`` 36 letters and digits, ``{l}`` small letters and digits,
``{U}`` capitals and digits, ``{h}`` hexadecimal digits, ``{d}`` digits, ``{w}`` letters, digits,
``_`` and ``-``, ``{b}`` base64, ``{z}`` small letters, ``{u}`` a UUID. Forms are facts that
services publish of their tokens.
"""

import re
import string
from collections.abc import Iterator
from random import Random

_ALPHABETS = {
    "A": string.ascii_letters + string.digits,
    "l": string.ascii_lowercase + string.digits,
    "U": string.ascii_uppercase + string.digits,
    "h": "0123456789abcdef",
    "d": string.digits,
    "w": string.ascii_letters + string.digits + "_-",
    "b": string.ascii_letters + string.digits + "+/",
    "z": string.ascii_lowercase,
    "B": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "g": "abcdefgh0123456789",
    "Q": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}
_PLACE = re.compile(r"\{([A-Za-z])(\d*)\}")

MARKED = {
    "cloud": """AKIA{B16} ASIA{B16} ABSK{b120} LTAI{A20} AccountKey={b86}== SharedAccessKey={b43}=
        v1.0-{h24}-{h146} dop_v1_{h64} doo_v1_{h64} dor_v1_{h64} fo1_{w43} fm2_{b140} AIza{w35}
        GOCSPX-{w28} ya29.{w90} HRKU-AA{w58} HRKU-{u} ApiKey-{u} lin_pat_{h64} AKID{A32} vcp_{A56}
        AKLT{A44} rnd_{A32} SCW{U17} tk-us-{w48} dapi{h32} dapi{h32}-2 4b1d{A38} cflt{b60}
        pscale_tkn_{w43} pscale_oauth_{w43} pscale_pw_{w43} napi_{l64} sbp_{h40}
        sb_secret_{w22}_{w8} tskey-auth-{A17}-{A32} dnkey-{w26}-{w52} sha256~{w43} pul-{h40}
        ico-{A32} pnu_{A36} spu-{h32} AQVN{w36} YCA{w37} {A3}5Q~{w34}""",
    "forge": """ghp_{A36} gho_{A36} ghu_{A36} ghs_{A36} ghr_{A76} github_pat_{A22}_{A59}
        glpat-{w20} glpat-{w27}.01.{l9} gldt-{w20} glft-{w20} glrt-{w20} glsoat-{w20} glimt-{w25}
        glagent-{w50} glffct-{w20} glcbt-{A2}_{w20} glptt-{h40} GR1348941{w20}
        _gitlab_session={h32} gto_{h40} ATBB{A32} ATCTT3xFfG{w180} sgp_{h16}_{h40} sgp_{h40}
        drn_{A32} CCIPAT_{A22}_{h40} bkua_{h40} pat.{w22}.{h24}.{A20} sat.{w22}.{h24}.{A20}
        API-{U26} ATATT3{w186} lin_api_{A40} squ_{h40} sqp_{h40} snyk_uat.{h8}.{w60} sm_aat_{A16}
        sm_pat_{A16} sm_sat_{A16} PMAK-{h24}-{h34} PMAT-{U26}""",
    "registry": """npm_{A36} //packages.gouv.fr/:_authToken={u} pypi-AgEIcHlwaS5vcmc{w150}
        rubygems_{h48} CLOJARS_{l60} oy2{l43} cio{A32} dckr_pat_{w27} dckr_oat_{w32} AKCp{A69}
        cmVmd{A59} hf_{A34} api_org_{A34} https://{h8}:{h8}@gems.contribsys.com/""",
    "chat": """xoxb-{d11}-{d12}-{A24} xoxp-{d11}-{d11}-{d12}-{h32} xoxa-2-{A40} xoxr-{A40}
        xoxs-{d11}-{d11}-{d11}-{h10} xoxb-{d12}-{A24} xapp-1-A{U10}-{d13}-{h64}
        xoxe.xoxp-1-{A166} xoxe-1-{A146} https://hooks.slack.com/services/T{U8}/B{U8}/{A24}
        https://discord.com/api/webhooks/{d18}/{w68} syt_{b16}_{A20}_{A6} SG.{w22}.{w43}
        xkeysib-{h64}-{A16} xsmtpsib-{h64}-{A16} key-{h32} md-{w22} re_{A8}_{A24} SK{h32}
        https://abc.webhook.office.com/webhookb2/{u}@{u}/IncomingWebhook/{h32}/{u}
        {d10}:AA{w33} os_v2_app_{l103}""",
    "payment": """sk_live_{A24} rk_live_{A99} sk_test_{A24} whsec_{A32} sq0atp-{w22} sq0csp-{w43}
        EAAA{w60} shpat_{h32} shpca_{h32} shppa_{h32} shpss_{h32} shippo_live_{h40} EZAK{A54}
        EZTK{A54} duffel_live_{w43} FLWSECK_TEST-{g32}-X FLWSECK_TEST-{g12} FLWPUBK_TEST-{g32}-X
        access_token$production${l16}${h32} live_{A30} rzp_live_{A14} access-sandbox-{u}""",
    "intelligence": """sk-ant-api03-{w93}AA sk-ant-admin01-{w93}AA sk-proj-{w74}T3BlbkFJ{w74}
        sk-{A20}T3BlbkFJ{A20} sk-svcacct-{w58}T3BlbkFJ{w58} sk-or-v1-{h64} pplx-{A48} gsk_{A52}
        xai-{A80} r8_{A37} lsv2_pt_{h32}_{h10} sk-lf-{u} pcsk_{A60} nvapi-{w64} fc-{h32}""",
    "operation": """glc_{b100} glsa_{A32}_{h8} eyJrIjoi{A80} sntrys_eyJpYXQiO{b90}_{b43}
        sntryu_{h64} NRAK-{U27} NRJS-{h19} NRII-{w32} dt0c01.{U24}.{U64} dp.pt.{A43} hvs.{w95}
        hvb.{w150} {A14}.atlasv1.{w67} A3-{U6}-{U6}-{U5}-{U5}-{U5}-{U5} ops_eyJ{b300}
        fio-u-{w64} CFPAT-{w43} pat{A14}.{h64} ntn_{d11}{A35} secret_{A43} tfp_{w59} rdme_{l70}
        p8e-{A32} figd_{w40} s-s4t2ud-{h64} EAAM{A110} AGE-SECRET-KEY-1{Q58}
        {A6}_{A29}_mmk sc_{A12}.{A5}.acc-{l16}.{b60} pdus+_0XBPWQQ_{u}""",
}
"""Forms that say by themselves of which service they are."""

NAMED = {
    "cloud": """aws_secret_access_key:{b40} aws_session_token:{b200} alibaba_secret:{l30}
        cloudflare_token:{w40} cloudflare_key:{h37} fastly_key:{w32} heroku_api_key:{u}
        hcloud_token:{A64} netlify_token:{w43} osc_secret_key:{U40} ovh_application_secret:{A32}
        ovh_consumer_key:{A32} scw_secret_key:{u} clever_secret:{A28} gandi_key:{A24}
        softlayer_api_key:{l64} confluent_key:{U16} confluent_secret:{b64} cos_hmac_secret:{h48}""",
    "forge": """bitbucket_client_id:{l32} bitbucket_secret:{w64} jira_token:{l20}{h4}
        confluence_token:{l20}{h4} github_token:{h40} gitea_token:{h40} gitlab_token:{w20}
        gitter_token:{w40} codecov_token:{u} droneci_token:{l32} travis_token:{A22}
        circleci_token:{h40} sonar_token:{h40} snyk_token:{u} linear_secret:{h32}
        asana_client_id:{d16} asana_secret:{l32} launchdarkly_key:{w40} sourcegraph_token:{h40}""",
    "registry": """jfrog_key:{A73} artifactory_token:{A64} packagist_token:{h20}
        bundle_enterprise__contribsys__com:{h8}:{h8} cargo_registry_token:{A35}""",
    "chat": """discord_secret:{w32} discord_token:{h64} discord_client_id:{d18}
        mattermost_token:{l26} messagebird_key:{A25} mailchimp_key:{h32}-us12 mailgun_key:key-{h32}
        mailgun_signing:{h32}-{h8}-{h8} mailjet_secret:{h32} intercom_key:{w60} sendbird_token:{h40}
        sendbird_id:{u} zendesk_key:{A40} twilio_auth_token:{h32} telegram_token:{d9}:AA{w33}""",
    "payment": """gocardless_token:live_{w40} lob_key:live_{h35} plaid_secret:{l30}
        plaid_client_id:{l24} coinbase_key:{w64} bittrex_key:{l32} kraken_secret:{b88}
        kucoin_key:{h24} kucoin_secret:{u} finicity_secret:{A20} finnhub_token:{l20}
        freshbooks_token:{l64} etsy_key:{l24} squarespace_key:{u} beamer_token:b_{w44}""",
    "intelligence": """mistral_api_key:{A32} cohere_api_key:{A40} private_ai_key:{l32}
        azure_openai_key:{h32}""",
    "operation": """adafruit_key:{w32} adobe_client_id:{h32} airtable_key:{A17} algolia_key:{h32}
        contentful_token:{w43} datadog_key:{h40} dd_api_key:{h32} dropbox_secret:{l15}
        dropbox_token:sl.{w136} facebook_secret:{h32} flickr_key:{h32} hubspot_key:{u}
        linkedin_client_id:{l14} linkedin_secret:{A16} meraki_key:{h40} matomo_token:{h32}
        newrelic_id:{A64} nytimes_key:{A32} okta_token:00{w40} rapidapi_key:{A50}
        sentry_token:{h64} sumo_token:{A64} twitch_secret:{l30} twitter_key:{A25}
        twitter_secret:{A50} twitter_token:{d18}-{A40} yandex_key:AQVN{w36} vault_token:s.{A24}""",
    "france": """franceconnect_secret:{h64} proconnect_secret:{h64} france_travail_secret:{h64}
        insee_secret:{A28} piste_secret:{u} ign_key:{l24} grist_key:{h40} qonto_secret:{h32}
        demarches_simplifiees_token:{b80}""",
}
"""Forms that only their name tells; before the colon stands the name."""

GENERIC = """password:{A24} api_key:{A32} secret:{b40} auth_token:{w40} client_secret:{A40}
    access_token:{h40} db_password:{A16}!x9 passphrase:{A20} private_key:{b44} encryption_key:{h64}
    mot_de_passe:{A12}#4 jeton:{A40} credentials:{A32} service_key:{A30}"""
"""Names that say what they hold, whatever the service."""

_MARKED_LINES = (
    ("app.py", 'client = connect("{}")'),
    (".env", "VALUE={}"),
    ("config.yml", "  value: {}"),
    ("app.js", "const value = '{}';"),
    ("deploy.sh", "curl -H 'X-Value: {}' https://service.gouv.fr"),
)
_NAMED_LINES = (
    ("app.py", '{} = "{}"'),
    (".env", "{}={}"),
    ("config.yml", "  {}: {}"),
    ("app.js", "const options = {{ '{}': '{}' }};"),
    ("app.php", "$options['{}'] = '{}';"),
    ("app.properties", "service.{} = {}"),
    ("Settings.java", 'String {} = "{}";'),
    ("main.go", 'var {} string = "{}"'),
    ("main.go", "    {} := `{}`"),
    ("define.php", "define('{}', '{}');"),
    ("pom.xml", "<{0}>{1}</{0}>"),
    ("web.xml", "<{0}>\n    {1}\n</{0}>"),
    ("web.config", '<add key="{}" value="{}" />'),
    ("nested.js", 'const body = "{{\\"{}\\":\\"{}\\"}}";'),
    ("run.sh", "service --{}={}"),
    ("call.rb", 'set_{}("{}")'),
    ("typed.ts", "private readonly {}: string = '{}';"),
)


def seeded(seed: int | str) -> Random:
    """Return a source of chance that draws the same again."""
    return Random(seed)  # noqa: S311  # samples, no keys


def drawn(form: str, random: Random) -> str:
    """Return one secret of a form."""

    def filled(place: re.Match[str]) -> str:
        kind, count = place.group(1), int(place.group(2) or 0)
        if kind == "u":
            return "-".join(drawn(f"{{h{size}}}", random) for size in (8, 4, 4, 4, 12))
        return "".join(random.choices(_ALPHABETS[kind], k=count))

    return _PLACE.sub(filled, form)


def marked(family: str, random: Random) -> Iterator[tuple[str, str, str]]:
    """Yield form, path and line of each form that says what it is, in every surrounding."""
    for form in MARKED[family].split():
        for path, line in _MARKED_LINES:
            yield form, path, line.replace("{}", drawn(form, random))


def named(forms: str, random: Random) -> Iterator[tuple[str, str, str]]:
    """Yield form, path and line of each form that its name tells, in every surrounding."""
    for entry in forms.split():
        name, form = entry.split(":", 1)
        for path, line in _NAMED_LINES:
            spelled = name.upper() if path == ".env" else name
            yield entry, path, line.format(spelled, drawn(form, random))


HARMLESS = r"""
password = "changeme"
password = "<your password>"
password = "${DB_PASSWORD}"
password = "{{ vault_password }}"
password = "%(password)s"
password = "xxxxxxxxxxxxxxxx"
password = "****************"
password = os.environ["DB_PASSWORD"]
password = getpass.getpass()
password = config.get("database", "password")
password = "example-password-123"
password = ""
password = None
password = "password"
password: str = "motdepasse"
password = "your_password_here1"
password = "test1234"
password = "secret123"
password = "dummy-Pa55word"
password_field_name = "new_password2"
password = request.POST["password1"]
PASSWORD_HASHER = "django.contrib.auth.hashers.Argon2PasswordHasher"
password_reset_url = "/accounts/password/reset/2fa/"
"password": "Mot de passe (8 caractères minimum)"
<input type="password" autocomplete="new-password" id="password1">
<label for="password2">Confirmez le mot de passe n° 2</label>
api_key = "YOUR_API_KEY_12345"
api_key = "your-api-key-goes-here-1"
api_key = "REPLACE_ME_WITH_KEY_1"
api_key = "sample0000000000key"
api_key = "0123456789abcdef0123456789abcdef"
api_key = "1234567890abcdefghij"
api_key = settings.API_KEY_V2
api_key = process.env.API_KEY_2
api_key = "$(cat /run/secrets/api_key_1)"
api_key: ${{ secrets.API_KEY_2 }}
apiKey: import.meta.env.VITE_API_KEY_V3
api_version = "2024-05-01-preview"
api_url = "https://api.gouv.fr/v3/1a2b3c4d5e6f"
access_level = "maintainer40"
access_key_id_length = 20
auth_type = "oauth2-authorization-code"
author = "Camille Dupuis-2"
token = "csrfmiddlewaretoken"
token_type = "bearer_v2_access"
token_url = "https://auth.gouv.fr/oauth2/token"
tokenizer = "cl100k_base_v2_2023"
max_tokens = "4096tokens8192"
token = next(tokens)[1:22]
token = Token.objects.get(key=request.META["HTTP_X_TOKEN1"])
secret = "env:APP_SECRET_1"
secret = "vault:secret/data/app#key1"
secret = "arn:aws:secretsmanager:eu-west-3:111122223333:secret:db-AbCdEf"
secret_name = "prod/db/main-cluster-7f9c2d"
secretName: registry-credentials-v2-prod
secret_key = "django-insecure-1a2b3c4d5e6f7g8h9i0j"
SECRET_KEY = env("SECRET_KEY_2")
secret = "op://vault/item7/field2"
secret = ENC[AES256_GCM,data:1a2b3c4d5e6f7a8b,type:str]
key = "com.example.app.settings.v2"
key = "dashboard.widgets.chart2.title"
key: user-profile-avatar-64x64-v2
cache_key = "f3a9c1d27b8e4f60a1b2c3d4e5f60718"
primary_key = "9b2d7f4e8a1c3d5f6e7a8b9c0d1e2f3a"
foreign_key = "fk_orders_customer_id_9f3a2b1c"
public_key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq"
keyboard = "azerty-fr-latin9"
keyword = "Datenschutz2024Regelung"
monkey = "b7f3c2e1a9d8475f"
key_file = "/etc/ssl/private/server2.key"
private_key_path = "~/.ssh/id_ed25519_prod2"
key_size = "4096bits2048"
sort_key = "created_at_desc_2"
hash = "9f86d081884c7d659a2feaa0c55ad015"
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
integrity = "sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15"
api.py,sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b8,4242
commit = "3f786850e387550fdab836ed7e6dc881de23001b"
uuid = "123e4567-e89b-12d3-a456-426614174000"
auth_commit: 3f786850e387550fdab836ed7e6dc881de23001b
database_url = "postgres://user:password@localhost:5432/app"
database_url = "postgres://postgres:postgres@db:5432/app"
database_url = "postgres://app:${DB_PASSWORD}@db.gouv.fr/app"
database_url = "mysql://root:root@127.0.0.1/test"
url = "https://user:pass@example.org/path"
url = "https://<user>:<password>@forge.gouv.fr/"
url = "git@github.com:etalab/schema.gouv.fr.git"
url = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000033202746/"
url = "http://localhost:8000/@user:1/page"
redis = "redis://:@cache:6379/0"
Authorization: Bearer <token>
Authorization: Bearer ${ACCESS_TOKEN}
Authorization: Bearer $TOKEN
headers = {"Authorization": f"Bearer {token}"}
curl -u user:password https://example.org
curl -u "$USER:$PASSWORD" https://service.gouv.fr
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
ghp_000000000000000000000000000000000000
token = "ghp_{}".format(rest)
sk_live_xxxxxxxxxxxxxxxxxxxxxxxx
glpat-XXXXXXXXXXXXXXXXXXXX
if text.startswith("-----BEGIN PRIVATE KEY-----"):
-----BEGIN PUBLIC KEY-----
-----BEGIN CERTIFICATE-----
heroku_app = "my-app-production-2"
linear-gradient(to right, #0011223344)
sentry_environment = "production-2024"
google_site_verification = "a1b2c3d4"
recaptcha_site_key = "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI"
passenger_name = "Dupont2Martin7"
compass = "N45E12S33W9"
bypass_cache = "true1false0"
license_key = "LicenseRef-scancode-ac3filter"
oauth2_adapter_class = TwitterOAuth2Adapter
private_key_class = Ed448PrivateKey2Serializer
validate_passwords(password1_field, password2_field)
KEY_WOW64_32KEY, KEY_WOW64_64KEY = 512, 256
password = "Le mot de passe doit contenir 8 signes"
mot_de_passe = "{mot_de_passe_1}"
mdp: "à définir en 2024"
credentials: include2
credentials_id = "jenkins-deploy-key-7"
"secret": "projects/123/secrets/db/versions/4"
x-api-key: {{ .Values.apiKey2 }}
"""
"""Lines that look like secrets and are examples, variables, names, sums."""

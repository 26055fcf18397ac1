# openbalance in twenty lines: python3 api-client.py https://bills.example.com obk_… https://you.example/hook
import base64, hashlib, hmac, json, sys, urllib.request, uuid
site, key, hook = sys.argv[1:]
def ask(method, path, body=None, kind="application/json", **headers):
    data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
    headers |= {"Authorization": f"Bearer {key}", "Content-Type": kind, "Idempotency-Key": str(uuid.uuid4())}
    request = urllib.request.Request(f"{site}/api/v1{path}", data, headers, method=method)
    return json.load(urllib.request.urlopen(request))  # raises for every problem
def genuine(secret, headers, body):  # a webhook is ours when this is true
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return any(hmac.compare_digest(one, "v1," + base64.b64encode(mac).decode()) for one in headers["webhook-signature"].split())
print(ask("POST", "/webhooks", {"url": hook, "events": ["link.paid"]})["secret"])
print(ask("POST", "/patients", {"rows": [{"patient_number": "P901", "first_name": "Wren", "last_name": "Abernethy", "birth_date": "1980-02-03"}]}))
print(ask("POST", "/charges", {"rows": [{"visit_number": "V901", "patient_number": "P901", "service_date": "2026-10-01", "line": "1", "code": "99213", "description": "Office visit", "amount": "120.00"}]}))
print(ask("POST", "/balances/search", {"account_number": "P901"})["payable"])
print(ask("POST", "/links", {"account_number": "P901"})["url"], ask("GET", "/payments")["data"])
print(ask("POST", "/files", b"visit_number,line,code,description,amount\nV901,2,81002,Urine test,30.00\n", "text/csv")["complete"])

"""What the S3 specifications share: how a refusal looks, and signed requests that no SDK would send."""

import hashlib
from types import SimpleNamespace

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
import urllib3
from botocore.exceptions import ClientError


def refusal(call):
    """Runs what must be refused; gives code, status, message and the error's further elements."""
    with pytest.raises(ClientError) as caught:
        call()
    response = caught.value.response
    return SimpleNamespace(code=response["Error"]["Code"], message=response["Error"].get("Message", ""),
                           status=response["ResponseMetadata"]["HTTPStatusCode"], error=response["Error"],
                           headers=response["ResponseMetadata"]["HTTPHeaders"])


class Signer(botocore.auth.S3SigV4Auth):
    """Signs with a hash of the body that may be another one's."""

    def __init__(self, body_hash, access_key="test", secret="test"):
        super().__init__(botocore.credentials.Credentials(access_key, secret), "s3", "us-east-1")
        self.body_hash = body_hash

    def payload(self, request):
        return self.body_hash


def signed(server, method, path, body=b"", headers=None, body_hash=None):
    """One request as it is written here, signed by SigV4; gives urllib3's response."""
    url = server.endpoint + path
    request = botocore.awsrequest.AWSRequest(method=method, url=url, data=body, headers=headers or {})
    Signer(body_hash or hashlib.sha256(body).hexdigest()).add_auth(request)
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request(method, url, body=body, headers=dict(request.headers.items()))

"""What is asked, where, with which phones, and what came back: sealed, without a name, without a day."""

from amparo.fieldwork.models.coupons import Coupon as Coupon
from amparo.fieldwork.models.coupons import Thanks as Thanks
from amparo.fieldwork.models.instruments import Instrument as Instrument
from amparo.fieldwork.models.instruments import Media as Media
from amparo.fieldwork.models.instruments import SignOff as SignOff
from amparo.fieldwork.models.instruments import Version as Version
from amparo.fieldwork.models.studies import Deployment as Deployment
from amparo.fieldwork.models.studies import Device as Device
from amparo.fieldwork.models.studies import Study as Study
from amparo.fieldwork.models.submissions import Attachment as Attachment
from amparo.fieldwork.models.submissions import Submission as Submission

"""Who may write questionnaires, lead studies, carry phones, give coupons; and what is refused, with its sentence."""

from amparo.fieldwork.policies.asking import CARRYING as CARRYING
from amparo.fieldwork.policies.asking import LEADS as LEADS
from amparo.fieldwork.policies.asking import REVIEWER as REVIEWER
from amparo.fieldwork.policies.asking import SEEING as SEEING
from amparo.fieldwork.policies.asking import ChangedMeanwhile as ChangedMeanwhile
from amparo.fieldwork.policies.asking import Conflict as Conflict
from amparo.fieldwork.policies.asking import IdTaken as IdTaken
from amparo.fieldwork.policies.asking import Refused as Refused
from amparo.fieldwork.policies.asking import may_begin_study as may_begin_study
from amparo.fieldwork.policies.asking import may_carry as may_carry
from amparo.fieldwork.policies.asking import may_change as may_change
from amparo.fieldwork.policies.asking import may_close_study as may_close_study
from amparo.fieldwork.policies.asking import may_destroy as may_destroy
from amparo.fieldwork.policies.asking import may_fill as may_fill
from amparo.fieldwork.policies.asking import may_give_phone as may_give_phone
from amparo.fieldwork.policies.asking import may_lead as may_lead
from amparo.fieldwork.policies.asking import may_lead_this as may_lead_this
from amparo.fieldwork.policies.asking import may_mend as may_mend
from amparo.fieldwork.policies.asking import may_put_on_web as may_put_on_web
from amparo.fieldwork.policies.asking import may_review as may_review
from amparo.fieldwork.policies.asking import may_see as may_see
from amparo.fieldwork.policies.asking import may_send_back as may_send_back
from amparo.fieldwork.policies.asking import may_send_out as may_send_out
from amparo.fieldwork.policies.asking import may_sign as may_sign
from amparo.fieldwork.policies.asking import may_withdraw as may_withdraw
from amparo.fieldwork.policies.asking import may_write as may_write

"""What the shipped roles are called in the organisation's own books; data, like any role it adds itself."""

from __future__ import annotations

from shouwen.platform.access.choices import ShippedRole as R

ROLE_NAMES: dict[str, str] = {
    R.AGENT: "话务员",
    R.HALL_CLERK: "营业员",
    R.SHIFT_LEADER: "班长",
    R.DUTY_MANAGER: "值班经理",
    R.EXPERT: "专家坐席",
    R.DISPATCHER: "派单员",
    R.FIELD_TECHNICIAN: "装维人员",
    R.DEPARTMENT_CLERK: "部门经办人",
    R.DEPARTMENT_HEAD: "部门负责人",
    R.CALLBACK_AGENT: "回访员",
    R.SERVICE_MANAGER: "服务主管",
    R.COUNTY_MANAGER: "县公司经理",
    R.LEADER_IN_CHARGE: "分管领导",
    R.HR_CLERK: "人力专员",
    R.SYSTEM_ADMIN: "系统管理员",
    R.ORG_ADMIN: "组织管理员",
    R.AUDITOR: "审计员",
}
